import type { KubeObject } from "@sortie/kube";
import { compile, type Policy } from "@sortie/rego";
import type { ControlInputs } from "@sortie/wire";
import { aggregate } from "../src/evaluate/aggregate.ts";
import { type Answer, readAnswers } from "../src/evaluate/answer.ts";
import type { Library, Rule, SourceLibrary } from "../src/library/library.ts";

/** What a rule is asked: objects as the cluster has them, and what lies over the library's default inputs. */
export type Question = {
  objects: unknown[];
  inputs?: ControlInputs;
  cloudProvider?: string;
  signatures?: Record<string, { signed: boolean; verifiedBy: string[] }>;
};

/** `considered` is `undefined` for a rule that considers every object it is given. */
export type Asked = { answers: Answer[]; considered: unknown[] | undefined };

export function policyOf(library: SourceLibrary): Policy {
  return compile([...library.lib, ...[...library.rules.values()].map(({ module }) => module)]);
}

/** Asks rules of the library as config-scan does, all of them compiled once. */
export function ruleRunner(
  library: SourceLibrary,
  policy = policyOf(library),
): (rule: Rule, question: Question) => Asked {
  return (rule, question) => {
    const documents = { input: inputOf(rule, question.objects), data: dataOf(library, question) };
    return {
      answers: readAnswers(policy.evaluate(`${pathOf(rule)}.deny`, documents)),
      considered: policy.evaluate(`${pathOf(rule)}.considered`, documents) as unknown[] | undefined,
    };
  };
}

/** The rule's package, as a query. */
export function pathOf({ name }: Rule): string {
  return `data.sortie.rules[${JSON.stringify(name)}]`;
}

export function inputOf(rule: Rule, objects: unknown[]): unknown[] {
  return [...aggregate(rule.resourcesAggregator, objects.map(hostDataOnly) as KubeObject[])];
}

export function dataOf(
  { inputs: defaults }: Library,
  { inputs, cloudProvider, signatures }: Omit<Question, "objects">,
) {
  return {
    postureControlInputs: { ...defaults, ...inputs },
    dataControlInputs: { cloudProvider: cloudProvider ?? "" },
    imageSignatures: signatures ?? {},
  };
}

/** Host data reaches rules as these four fields and nothing else; a missing name is empty. */
function hostDataOnly(object: unknown): unknown {
  const { apiVersion, kind, metadata, data } = object as KubeObject & { data?: unknown };
  if (!apiVersion?.startsWith("hostdata.kubescape.cloud/")) return object;
  return { apiVersion, kind, metadata: { name: metadata?.name ?? "" }, ...(data === undefined ? {} : { data }) };
}
