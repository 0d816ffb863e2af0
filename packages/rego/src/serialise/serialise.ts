import { mockedInBody } from "../analyse/mocked-functions.ts";
import { ErrorReport } from "../analyse/report.ts";
import { generateProgram, generateQuery } from "../generate/generate.ts";
import { type CompiledProgram, type Policy, programOf } from "../policy.ts";
import { queryPlan } from "../query-plan.ts";
import { readQuery } from "../read-query.ts";
import { queriedRule } from "../rule-query.ts";
import { digestOf, format, type Header, type SerialisedQuery, treeText } from "./format.ts";

/** A policy as code: whoever can change the text can run anything, so it is trusted by its digest alone. */
export type SerialisedText = { readonly text: string; readonly digest: string };

/**
 * Writes a policy with some queries as text that is evaluated without parsing or compiling Rego.
 *
 * @throws RegoCompileError for a query that does not compile, TypeError for a policy that is traced or not compiled here.
 */
export function serialise(policy: Policy, { queries }: { readonly queries: readonly string[] }): SerialisedText {
  const compiled = programOf(policy);
  if (compiled === undefined || compiled.probes !== undefined) throw new TypeError("this policy cannot be serialised");
  const plans = queries.map((text) => plan(policy, compiled, text));
  const mocked = new Set(plans.flatMap((one) => [...mockedInBody(compiled.program, one.whole)]));
  const { mockable } = compiled.rulesWith(mocked);
  const report = new ErrorReport(compiled.maxErrors);
  const rules = generateProgram(compiled.program, mockable, report);
  const codes = plans.map(({ query, whole }) =>
    query.rule === undefined ? generateQuery(compiled.program, whole, query.variables, mockable, report) : undefined,
  );
  report.throwIfAny();
  const makers = codes.map((code) => (code === undefined ? "undefined" : `() => {\n${code}\n}`));
  const text = [
    JSON.stringify(
      headerOf(
        compiled,
        plans.map(({ query }) => query),
      ),
    ),
    `const rules = (() => {\n${rules}\n})();`,
    `return { rules, queries: [${makers.join(",\n")}] };`,
  ].join("\n");
  return { text, digest: digestOf(text) };
}

function plan(policy: Policy, compiled: CompiledProgram, text: string) {
  const body = readQuery(compiled, text);
  const { whole, variables } = queryPlan(compiled.program, body);
  const rule = queriedRule(compiled.program, body);
  const query: SerialisedQuery = { text, variables, rule, classification: policy.classify(text) };
  return { query, whole };
}

function headerOf({ program, tree, locations }: CompiledProgram, queries: readonly SerialisedQuery[]): Header {
  const nowhere = { file: "", row: 0, col: 0 };
  const rules = program.groups.map(({ path, kind }, i) => ({ path, kind, location: locations[i] ?? nowhere }));
  return { format, rules, tree: treeText(tree), queries };
}
