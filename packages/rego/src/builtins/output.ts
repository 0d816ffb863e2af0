import type { Location } from "../errors.ts";
import type { Context } from "../runtime/context.ts";
import { compare } from "../values/compare.ts";
import { plainText } from "../values/print.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { charge, define } from "./define.ts";

/** A call without a place in a policy: one that a `with` made. */
const nowhere: Location = { file: "", row: 0, col: 0 };

/** What a policy says to its author: `print` and `trace` hand their text to whoever listens to the evaluation. */
export const output = [
  define("trace", ["string"], function (note, ...rest: unknown[]) {
    this.evaluation.note?.(note, locationIn(rest));
    return true;
  }),
  /** What the compiler makes of `print`: a scalar, or the set of the values of each operand. */
  define("internal.print", ["array"], function (operands, ...rest: unknown[]) {
    const { print } = this.evaluation;
    if (print !== undefined) for (const line of lines(this, operands)) print(line, locationIn(rest));
    return true;
  }),
  /** Put into tests whose value has cases: that one is about to run. */
  define("internal.test_case", ["array"], function (path) {
    this.evaluation.testCase?.(path.map(plainText));
    return true;
  }),
];

function locationIn([location]: readonly unknown[]): Location {
  return (location as Location | undefined) ?? nowhere;
}

/** One line for each combination of the operands' values. */
function lines(context: Context, operands: readonly Value[]): string[] {
  let all: string[][] = [[]];
  for (const operand of operands) {
    const texts = textsOf(operand);
    charge(context, texts.length * all.length * 64);
    all = all.flatMap((line) => texts.map((text) => [...line, text]));
  }
  return all.map((parts) => parts.join(" "));
}

function textsOf(operand: Value): string[] {
  if (!(operand instanceof RegoSet)) return [plainText(operand)];
  return operand.size === 0 ? ["<undefined>"] : operand.sorted(compare).map(plainText);
}
