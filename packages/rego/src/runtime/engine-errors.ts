import { RegoLimitError } from "../errors.ts";

/** What V8 says when a string, a collection or an integer would be larger than it can make one. */
const tooLarge =
  /^(Invalid (string|array|typed array) length|Array buffer allocation failed|Maximum BigInt size exceeded|(Map|Set) maximum size exceeded)/;

/**
 * The JavaScript stack is the last bound of nesting, the engine's own limits the last bound of size: what it throws then
 * is an evaluation that reached a limit. All other errors are returned as they are.
 */
export function asLimitError(error: unknown, rule: string | undefined): unknown {
  if (!(error instanceof RangeError)) return error;
  if (error.message.includes("call stack")) return new RegoLimitError("depth", rule, { cause: error });
  return tooLarge.test(error.message) ? new RegoLimitError("memory", rule, { cause: error }) : error;
}
