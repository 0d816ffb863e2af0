// biome-ignore-all lint/suspicious/noExplicitAny: answers are of every shape

import { noBody } from "./comparable.ts";

/** A place in two answers where they are not the same; `undefined`: there is nothing at that place. */
export type Difference = { at: string; theirs: unknown; ours: unknown };

/**
 * Where two answers are not the same. Of answers with other codes it is only told that; so it is of lists, tables and
 * watches of other things: to compare what is in them says nothing then.
 */
export function differencesOf(theirs: any, ours: any): Difference[] {
  for (const [at, of] of summaries) {
    const [a, b] = [of(theirs), of(ours)];
    if (a !== b) return [{ at, theirs: a, ours: b }];
  }
  return below(theirs, ours, "");
}

const summaries: [at: string, of: (answer: any) => string][] = [
  ["code", ({ code, body }) => [code, body?.reason].filter(Boolean).join(" ")],
  [
    "events",
    ({ body }) => (Array.isArray(body) ? namesOf(body.map(({ type, object }) => `${type} ${nameOf(object)}`)) : ""),
  ],
  ["names", ({ body }) => namesOf((body?.items ?? body?.rows ?? []).map(nameOf))],
];

const namesOf = (names: string[]) => names.join(", ");
const nameOf = (object: any) =>
  object?.metadata?.name ?? object?.object?.metadata?.name ?? object?.rows?.map(nameOf).join() ?? "";

function below(theirs: any, ours: any, at: string): Difference[] {
  if (Object.is(theirs, ours)) return [];
  if (!isObject(theirs) || !isObject(ours) || Array.isArray(theirs) !== Array.isArray(ours))
    return [{ at, theirs, ours }];
  if (noBody in theirs !== noBody in ours) return [{ at, theirs: bodyOf(theirs), ours: bodyOf(ours) }];
  const keys = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
  return [...keys].flatMap((key) => below(theirs[key], ours[key], at === "" ? key : `${at}.${key}`));
}

function bodyOf(value: any): unknown {
  return noBody in value ? noBody : value;
}

function isObject(value: any): boolean {
  return typeof value === "object" && value !== null;
}
