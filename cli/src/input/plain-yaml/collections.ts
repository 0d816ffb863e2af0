import { isQuote } from "./characters.ts";
import { NotPlain, type Reading } from "./reading.ts";

/** Deeper ones are for the other reader. */
const maxDepth = 100;
/** YAML allows a key of 1,024 characters on one line. */
const longestKey = 1000;
/** Takes in another mapping (https://yaml.org/type/merge.html). */
const mergeKey = "<<";

export function openCollection(reading: Reading): void {
  if (++reading.depth > maxDepth) throw new NotPlain();
}

export function closeCollection(reading: Reading): void {
  reading.depth--;
}

/** Where the places of the elements of the list that was just opened go, if they are asked for. */
export function placesOfElements({ depth, rootKey, places }: Reading): number[] | undefined {
  return depth === 1 || (depth === 2 && rootKey === "items") ? places : undefined;
}

/** A key that starts at `start` and is read, before its value is. */
export function checkKey(key: string, start: number, reading: Reading): void {
  const { text, at } = reading;
  if (key === mergeKey || at - start > longestKey) throw new NotPlain();
  if (isQuote(text.charCodeAt(start)) && text.slice(start, at).includes("\n")) throw new NotPlain();
  if (reading.depth === 1) reading.rootKey = key;
}

/** A key that is there twice is a mistake, and `__proto__` no key of an object. */
export function checkMembers(map: Record<string, unknown>, expected: number): void {
  if (Object.keys(map).length !== expected) throw new NotPlain();
}
