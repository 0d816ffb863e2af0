import { applyPatch, type Operation, Pointer } from "rfc6902";

/** In characters of JSON, of all copies of one patch: as many as kube-apiserver makes. */
const copiedAtMost = 3 * 1024 * 1024;

/** As it was sent: what it has to say besides follows from what it is to do. */
type SentOperation = { op: string; path: string; from?: string | undefined };

/**
 * Changes the target operation by operation, until one cannot be done: what is wrong with that one, otherwise `undefined`. Copies
 * of copies would fill the memory with a few operations.
 */
export function patchInPlace(target: object, operations: readonly SentOperation[]): Error | undefined {
  let copied = 0;
  for (const operation of operations) {
    if (operation.op === "copy" && operation.from !== undefined) {
      copied += lengthAt(target, operation.from);
      if (copied > copiedAtMost) return tooMuch(copied);
    }
    const [problem] = applyPatch(target, [operation as Operation]);
    if (problem) return problem;
  }
  return undefined;
}

function lengthAt(target: object, from: string): number {
  return JSON.stringify(Pointer.fromJSON(from).get(target))?.length ?? 0;
}

/** The sentence is kube-apiserver's. */
function tooMuch(bytes: number): Error {
  const limit = `exceeding the limit ${copiedAtMost}`;
  return new Error(`Unable to complete the copy, the accumulated size increase of copy is ${bytes}, ${limit}`);
}
