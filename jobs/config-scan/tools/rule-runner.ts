import type { KubeObject } from "@sortie/kube";
import { compile } from "@sortie/rego";
import type { ControlInputs } from "@sortie/wire";
import { aggregate } from "../src/evaluate/aggregate.ts";
import { type Answer, readAnswers } from "../src/evaluate/answer.ts";
import type { Library, Rule } from "../src/library/library.ts";

/** What a rule is asked: objects as the cluster has them, and what lies over the library's default inputs. */
export type Question = {
  objects: unknown[];
  inputs?: ControlInputs;
  cloudProvider?: string;
  signatures?: Record<string, { signed: boolean; verifiedBy: string[] }>;
};

/** `considered` is `undefined` for a rule that considers every object it is given. */
export type Asked = { answers: Answer[]; considered: unknown[] | undefined };

/** Asks rules of the library as config-scan does, all of them compiled once. */
export function ruleRunner(library: Library): (rule: Rule, question: Question) => Asked {
  const policy = compile([...library.lib, ...[...library.rules.values()].map(({ module }) => module)]);
  return (rule, { objects, inputs, cloudProvider, signatures }) => {
    const input = [...aggregate(rule.resourcesAggregator, objects.map(hostDataOnly) as KubeObject[])];
    const data = {
      postureControlInputs: { ...library.inputs, ...inputs },
      dataControlInputs: { cloudProvider: cloudProvider ?? "" },
      imageSignatures: signatures ?? {},
    };
    const at = `data.sortie.rules[${JSON.stringify(rule.name)}]`;
    return {
      answers: readAnswers(policy.evaluate(`${at}.deny`, { input, data })),
      considered: policy.evaluate(`${at}.considered`, { input, data }) as unknown[] | undefined,
    };
  };
}

/** Host data reaches rules as these four fields and nothing else; a missing name is empty. */
function hostDataOnly(object: unknown): unknown {
  const { apiVersion, kind, metadata, data } = object as KubeObject & { data?: unknown };
  if (!apiVersion?.startsWith("hostdata.kubescape.cloud/")) return object;
  return { apiVersion, kind, metadata: { name: metadata?.name ?? "" }, ...(data === undefined ? {} : { data }) };
}
