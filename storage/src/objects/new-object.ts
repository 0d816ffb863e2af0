import { randomInt } from "node:crypto";
import type { Kind } from "../meta/kind.ts";
import { type ApiObject, bodyOf, type Metadata } from "../meta/metadata.ts";

/** Letters and digits that make no words. */
const suffixLetters = "bcdfghjklmnpqrstvwxz2456789";
const suffixLength = 5;
const longestPrefix = 58;

export type Making = { namespace: string; now: Date; newId: () => string };

/** The object as it is stored first: what the server decides is set, whatever the client sent there. */
export function newObject(kind: Kind, sent: ApiObject, { namespace, now, newId }: Making): ApiObject {
  const { name, generateName, labels, annotations, ownerReferences, finalizers } = sent.metadata;
  const metadata: Metadata = {
    name: name || generatedName(generateName),
    ...(generateName && { generateName }),
    ...(namespace && { namespace }),
    uid: newId(),
    generation: 1,
    creationTimestamp: timestamp(now),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
    ...(ownerReferences && { ownerReferences }),
    ...(finalizers && { finalizers }),
  };
  return { ...(kind.hasStatus ? bodyOf(sent, "status") : bodyOf(sent)), metadata };
}

/** RFC 3339 in UTC, to the second. `toISOString` takes ten times as long, and every write asks twice. */
export function timestamp(now: Date): string {
  const date = `${now.getUTCFullYear()}-${twoDigits(now.getUTCMonth() + 1)}-${twoDigits(now.getUTCDate())}`;
  return `${date}T${twoDigits(now.getUTCHours())}:${twoDigits(now.getUTCMinutes())}:${twoDigits(now.getUTCSeconds())}Z`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** A name that is very likely free. No character is cut in two. */
function generatedName(prefix: string | undefined): string {
  if (!prefix) return "";
  const letters = Array.from({ length: suffixLength }, () => suffixLetters[randomInt(suffixLetters.length)]);
  return prefix.slice(0, longestPrefix).toWellFormed() + letters.join("");
}
