import type { Library } from "../src/library/library.ts";
import { differences, entriesOfAnswers, entriesOfExpected } from "./entries.ts";
import type { OracleCase } from "./oracle-case.ts";
import type { ruleRunner } from "./rule-runner.ts";

/** Whether our rule says of a recorded case what the public one said. `differences` is empty when it does. */
export type CaseResult = { rule: string; case: string; isFailing: boolean; differences: string[] };

/** Cases of rules that the library lacks do not agree. */
export function judgeCase(oracleCase: OracleCase, library: Library, ask: ReturnType<typeof ruleRunner>): CaseResult {
  const result = { rule: oracleCase.rule, case: oracleCase.case, isFailing: oracleCase.expected.length > 0 };
  const rule = library.rules.get(oracleCase.rule);
  if (!rule) return { ...result, differences: ["the library does not have this rule"] };
  try {
    const { postureControlInputs, dataControlInputs } = oracleCase.data;
    const cloudProvider = dataControlInputs.cloudProvider;
    const { answers, considered } = ask(rule, {
      objects: oracleCase.inputs,
      inputs: postureControlInputs,
      ...(typeof cloudProvider === "string" ? { cloudProvider } : {}),
    });
    const verdicts = differences(entriesOfExpected(oracleCase.expected), entriesOfAnswers(answers));
    return { ...result, differences: [...verdicts, ...differencesOfConsidered(oracleCase, considered)] };
  } catch (err) {
    return { ...result, differences: [err instanceof Error ? err.message : String(err)] };
  }
}

function differencesOfConsidered({ expectedFilter, inputs }: OracleCase, considered: unknown[] | undefined): string[] {
  if (!expectedFilter) return [];
  const answered = entriesOfAnswers([{ objects: considered ?? inputs, paths: [], related: [] }]);
  return differences(withoutEntries(entriesOfExpected(expectedFilter)), answered).map((line) => `considered: ${line}`);
}

function withoutEntries(entries: Map<string, Set<string>>): Map<string, Set<string>> {
  return new Map([...entries.keys()].map((id) => [id, new Set()]));
}
