import type { Context } from "../runtime/context.ts";
import { parseJson } from "../values/json.ts";
import type { Value } from "../values/value.ts";
import { mustFit, mustFitNumbers } from "./charges.ts";
import { fail } from "./define.ts";
import { jsonError } from "./json-error.ts";

/** Characters of JSON that are read in a millisecond, about: JSON.parse cannot be interrupted. */
const charactersPerMillisecond = 20_000;

/** Ends an evaluation before it reads a JSON text for which there is no time. */
export function mustFitJson(context: Context, text: string): void {
  mustFit(context, text.length / charactersPerMillisecond);
}

/** As {@link readJson}, for a text of any length. */
export function readJsonInTime(context: Context, text: string): Value {
  mustFitJson(context, text);
  mustFitNumbers(context, text);
  return readJson(text, "", () => context.state.refuel());
}

/** The value of a JSON text, or a failure in OPA's words behind `prefix`. */
export function readJson(text: string, prefix = "", look?: () => void): Value {
  try {
    return parseJson(text, look);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fail(prefix + (jsonError(text) ?? error.message));
  }
}
