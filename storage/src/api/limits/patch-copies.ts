import { applyPatch, type Operation, Pointer } from "rfc6902";
import { isObject } from "../../schema/is-object.ts";

/** In characters of JSON, of all copies of one patch: as many as kube-apiserver makes. */
const copiedAtMost = 3 * 1024 * 1024;

/** As it was sent: what it has to say besides follows from what it is to do. */
type SentOperation = { op: string; path: string; from?: string | undefined; value?: unknown };

/**
 * Changes the target operation by operation, until one cannot be done: what is wrong with that one, otherwise `undefined`. Copies
 * of copies would fill the memory with a few operations, and what a path leads to beside JSON is everybody's.
 */
export function patchInPlace(target: object, operations: readonly SentOperation[]): Error | undefined {
  let copied = 0;
  for (const operation of operations) {
    if (asksForNothing(target, operation)) continue;
    const nowhere = unreachable(target, operation);
    if (nowhere !== undefined) return new Error(`Value required at path: ${nowhere}`);
    if (operation.op === "copy" && operation.from !== undefined) {
      copied += lengthAt(target, operation.from);
      if (copied > copiedAtMost) return tooMuch(copied);
    }
    const [problem] = applyPatch(target, [operation as Operation]);
    if (problem) return problem;
  }
  return undefined;
}

/** Operations whose path may lead to what is not there yet. */
const making = new Set(["add", "copy", "move"]);

/** What is not there is `null` to a test, as to kube-apiserver: clients ask so whether somebody else has made a field. */
function asksForNothing(target: object, { op, path, value = null }: SentOperation): boolean {
  return op === "test" && value === null && !leadsToPlace(target, path, "read") && leadsToPlace(target, path, "named");
}

/** A path that does not lead to a place of the target, which the operation needs. */
function unreachable(target: object, { op, path, from }: SentOperation): string | undefined {
  if (from !== undefined && !leadsToPlace(target, from, "read")) return from;
  const use = op === "test" ? "read" : making.has(op) ? "made" : "changed";
  return leadsToPlace(target, path, use) ? undefined : path;
}

/**
 * Objects and lists of JavaScript have more than those of JSON: their length, and functions that all of them share. Whoever
 * could write there would write into the whole program.
 */
function leadsToPlace(target: object, path: string, use: "read" | "changed" | "made" | "named"): boolean {
  const names = Pointer.fromJSON(path).tokens.slice(1);
  let at: unknown = target;
  for (const [depth, name] of names.entries()) {
    const isLast = depth === names.length - 1;
    // The library reads what is above in place of these.
    if (unread.has(name) && (!isLast || use === "read")) return false;
    if (!hasField(at, name))
      return isLast && (use === "named" ? isObject(at) : use === "made" && mayHaveField(at, name));
    at = at[name];
  }
  return true;
}

const unread = new Set(["__proto__", "constructor", "prototype"]);

function hasField(value: unknown, name: string): value is Record<string, unknown> {
  if (Array.isArray(value)) return isIndex(name) && Number(name) < value.length;
  return isObject(value) && Object.hasOwn(value, name);
}

function mayHaveField(value: unknown, name: string): boolean {
  if (Array.isArray(value)) return name === "-" || (isIndex(name) && Number(name) === value.length);
  return isObject(value) && name !== "__proto__";
}

/** RFC 6901, section 4. */
function isIndex(name: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(name);
}

function lengthAt(target: object, from: string): number {
  return JSON.stringify(Pointer.fromJSON(from).get(target))?.length ?? 0;
}

/** The sentence is kube-apiserver's. */
function tooMuch(bytes: number): Error {
  const limit = `exceeding the limit ${copiedAtMost}`;
  return new Error(`Unable to complete the copy, the accumulated size increase of copy is ${bytes}, ${limit}`);
}
