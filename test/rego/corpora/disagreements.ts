import { type Answer, isSame, ourAnswers, type Question, requestOf, theirAnswers } from "../opa/answers.ts";
import type { Opa } from "../opa/opa-process.ts";

/** An answer that is not OPA's. */
export type Disagreement = {
  readonly module: string;
  readonly query: string;
  readonly input: string;
  readonly ours: string;
  readonly theirs: string;
};

/** Asks both. `solved`: answers of OPA that are a value. */
export async function disagreements(question: Question, opa: Opa): Promise<{ found: Disagreement[]; solved: number }> {
  const asked = opa.ask(requestOf(question));
  const ours = ourAnswers(question);
  const theirs = theirAnswers(await asked, question);
  const found = ours.flatMap((answer, i): Disagreement[] => {
    const other = theirs[i];
    if (other !== undefined && (isSame(answer, other) || isExempt(answer, other))) return [];
    const { queries, inputs = [] } = question;
    return [
      {
        module: question.modules[0]?.name ?? "",
        query: queries[i % queries.length] ?? "",
        input: JSON.stringify(inputs[Math.floor(i / queries.length)]),
        ours: describe(answer),
        theirs: describe(other),
      },
    ];
  });
  return { found, solved: theirs.filter(({ text }) => text.startsWith("{")).length };
}

/** OPA looks for undefined functions and types that cannot fit before anything else; which it finds is no matter here. */
function isExempt(ours: Answer, theirs: Answer): boolean {
  return ours.text.includes("rego_type_error") && theirs.text.includes("rego_type_error");
}

function describe(answer: Answer | undefined): string {
  return JSON.stringify(answer);
}
