import type { Question } from "../opa/answers.ts";
import { type Syntax, textOf } from "./syntax.ts";

/** A policy with the documents it is evaluated over. Numbers that JavaScript cannot hold are raw JSON. */
export type Case = {
  readonly modules: readonly Syntax[];
  readonly v0: boolean;
  readonly strictErrors: boolean;
  readonly inputs: readonly unknown[];
  readonly data: Readonly<Record<string, unknown>>;
};

export function questionOf({ modules, ...rest }: Case): Question {
  const sources = modules.map((module, i) => ({ name: `m${i}.rego`, source: textOf(module) }));
  return { ...rest, modules: sources, queries: ["x := data"] };
}

/** A case as a person reads it. */
export function describeCase(test: Case): string {
  const files = questionOf(test).modules.map(({ name, source }) => `--- ${name}\n${source}`);
  const flags = `${test.v0 ? "v0" : "v1"}${test.strictErrors ? ", strict" : ""}`;
  const inputs = test.inputs.map((input) => `input: ${JSON.stringify(input)}`);
  return [`--- ${flags}`, ...files, ...inputs, `data: ${JSON.stringify(test.data)}`].join("\n");
}
