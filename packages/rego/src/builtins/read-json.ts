import { parseJson } from "../values/json.ts";
import type { Value } from "../values/value.ts";
import { fail } from "./define.ts";
import { jsonError } from "./json-error.ts";

/** The value of a JSON text, or a failure in OPA's words behind `prefix`. */
export function readJson(text: string, prefix = ""): Value {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fail(prefix + (jsonError(text) ?? error.message));
  }
}
