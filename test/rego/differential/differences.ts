import { Choices } from "@sortie/rego/choices";
import { type Answer, isSame, ourAnswers, requestOf, theirAnswers } from "../opa/answers.ts";
import type { Opa } from "../opa/opa-process.ts";
import { type Case, questionOf } from "./case.ts";
import type { Catalog } from "./generate/catalog.ts";
import { generateCase } from "./generate/program.ts";
import { shrink } from "./shrink.ts";

type Answers = { readonly ours: readonly Answer[]; readonly theirs: readonly Answer[] };

/** A case both answer differently, made as small as it gets, with what they say to it. */
export type Difference = { readonly seed: number; readonly smallest: Case } & Answers;

/** `values`: answers of OPA that are values and no errors. */
export type Tally = { compared: number; values: number };

type Options = { readonly firstSeed: number; readonly runs: number; readonly opa: Opa; readonly catalog: Catalog };

/** How many cases OPA works at while they are evaluated here. */
const batch = 32;

/** Compares generated cases with OPA's answers and yields each difference. */
export async function* differences(options: Options, tally: Tally): AsyncGenerator<Difference> {
  const { firstSeed, runs, opa, catalog } = options;
  for (let seed = firstSeed; seed < firstSeed + runs; seed += batch) {
    const count = Math.min(batch, firstSeed + runs - seed);
    const cases = Array.from({ length: count }, (_, i) => generateCase(new Choices(seed + i), catalog));
    const questions = cases.map(questionOf);
    const asked = Promise.all(questions.map((question) => opa.ask(requestOf(question))));
    const ours = questions.map(ourAnswers);
    const lines = await asked;
    for (const [i, test] of cases.entries()) {
      const answers = { ours: ours[i] ?? [], theirs: theirAnswers(lines[i] ?? "", questionOf(test)) };
      addTo(tally, answers);
      if (firstDifference(answers) >= 0) yield { seed: seed + i, ...(await smallestOf(test, answers, opa)) };
    }
  }
}

function addTo(tally: Tally, { ours, theirs }: Answers): void {
  for (const [i, answer] of ours.entries()) {
    const other = theirs[i]?.text ?? "";
    if (isComparable(answer.text, other)) tally.compared += 1;
    if (other.startsWith("{")) tally.values += 1;
  }
}

/** The first input to which the answers differ, or -1. */
function firstDifference({ ours, theirs }: Answers): number {
  return ours.findIndex((answer, i) => {
    const other = theirs[i];
    return other === undefined || (isComparable(answer.text, other.text) && !isSame(answer, other));
  });
}

/**
 * Some cases say nothing. OPA's own internal errors are no answer. And where one line of a body fails and another ends the
 * evaluation with a conflict, it is a matter of the order in which they are looked at: OPA's rule index looks at plain
 * refs first. So it is which of two conflicts is met.
 */
function isComparable(ours: string, theirs: string): boolean {
  const answers = [ours, theirs];
  const conflicts = answers.filter((answer) => answer.startsWith("error: eval_conflict_error "));
  const kinds = new Set(conflicts.map((answer) => /\d (\S+)/.exec(answer)?.[1]));
  return !theirs.includes("eval_internal_error") && conflicts.length !== 1 && kinds.size < 2;
}

async function smallestOf(test: Case, answers: Answers, opa: Opa): Promise<Omit<Difference, "seed">> {
  const ask = async (other: Case): Promise<Answers> => {
    const question = questionOf(other);
    return { ours: ourAnswers(question), theirs: theirAnswers(await opa.ask(requestOf(question)), question) };
  };
  const shape = shapeOf(answers);
  const smallest = await shrink(test, async (other) => {
    const found = await ask(other);
    return firstDifference(found) >= 0 && shapeOf(found) === shape;
  });
  return { smallest, ...(await ask(smallest)) };
}

/** A smaller case that goes wrong in another way would hide the first. */
function shapeOf(answers: Answers): string {
  const at = firstDifference(answers);
  const texts = [answers.ours[at], answers.theirs[at]].map((answer) => answer?.text ?? "");
  return texts.map((text) => (text.startsWith("{") ? "value" : text.slice(0, 60))).join(" / ");
}
