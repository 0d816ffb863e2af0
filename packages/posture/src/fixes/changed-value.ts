import type { PathStep } from "@sortie/wire/plain";
import type { Change } from "./changes.ts";

type Container = Record<string, unknown> | unknown[];

/**
 * What an object is after a change: the measure of what was done to its text. Undefined where the change does not fit the
 * object. A list or map that a removal leaves empty goes as well, as an empty one can mean something else than none.
 */
export function changedValue(object: unknown, change: Change): unknown {
  const copy: unknown = structuredClone(object);
  if (!isContainer(copy)) return undefined;
  const isDone = change.type === "set" ? set(copy, change) : remove(copy, change.path);
  return isDone ? copy : undefined;
}

function set(container: Container, { path, value }: Extract<Change, { type: "set" }>): boolean {
  const [step, ...rest] = path;
  const place = step && placeIn(container, step);
  if (place === undefined) return false;
  const inside = member(container, place);
  const [next] = rest;
  if (next === undefined) {
    put(container, place, value);
    return !isContainer(inside);
  }
  const below = inside ?? (next.isIndex ? [] : {});
  put(container, place, below);
  return isContainer(below) && set(below, { type: "set", path: rest, value });
}

/** A list grows at its end only. */
function placeIn(container: Container, { key, isIndex }: PathStep): string | number | undefined {
  if (!Array.isArray(container)) return key;
  return isIndex ? Math.min(Number(key), container.length) : undefined;
}

function remove(container: Container, path: Extract<Change, { type: "remove" }>["path"]): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return false;
  const place = Array.isArray(container) ? Number(step.key) : step.key;
  const inside = member(container, place);
  if (inside === undefined) return false;
  if (rest.length === 0) drop(container, place);
  else {
    if (!isContainer(inside) || !remove(inside, rest)) return false;
    if (Object.keys(inside).length === 0) drop(container, place);
  }
  return true;
}

function member(container: Container, place: string | number): unknown {
  return Object.hasOwn(container, place) ? (container as Record<string | number, unknown>)[place] : undefined;
}

function put(container: Container, place: string | number, value: unknown): void {
  Object.defineProperty(container, place, { value, enumerable: true, configurable: true, writable: true });
}

function drop(container: Container, place: string | number): void {
  if (Array.isArray(container)) container.splice(Number(place), 1);
  else delete container[place];
}

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}
