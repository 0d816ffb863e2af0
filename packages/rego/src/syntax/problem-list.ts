import type { Location } from "../errors.ts";
import type { ParseProblem } from "./parse-error.ts";

/** Problems found, the last first. A list is never changed, so a reader that goes back forgets what came after. */
export type ProblemList = { readonly problem: ParseProblem; readonly before: ProblemList } | undefined;

export function inOrder(list: ProblemList): readonly ParseProblem[] {
  return problemsSince(undefined, list);
}

const none: readonly ParseProblem[] = [];

/** What a list has more than an earlier one. */
export function problemsSince(earlier: ProblemList, list: ProblemList): readonly ParseProblem[] {
  if (list === earlier) return none;
  const problems: ParseProblem[] = [];
  for (let at = list; at !== earlier && at !== undefined; at = at.before) problems.push(at.problem);
  return problems.toReversed();
}

/** A message with advice behind it. */
export function withHints(message: string, hints: readonly string[]): string {
  if (hints.length === 0) return message;
  return `${message} (${hints.length === 1 ? "hint" : "hints"}: ${hints.join(", ")})`;
}

export function problemAt(message: string, location: Location, hints: readonly string[]): ParseProblem {
  return { message: withHints(message, hints), location };
}
