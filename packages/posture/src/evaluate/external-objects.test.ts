import type { KubeObject } from "@sortie/kube";
import type { ResourceMatch } from "@sortie/wire";
import { expect, it } from "vitest";
import { typeOfObject } from "../objects/object-type.ts";
import { externalType } from "../objects/wanted-kinds.ts";
import type { CompiledRule } from "./compile-rules.ts";
import { startEvaluation } from "./evaluation.ts";

const hostData = "hostdata.kubescape.cloud/v1beta0";
const kubelet: KubeObject = { apiVersion: hostData, kind: "KubeletInfo", metadata: { name: "node-1" } };
const node: KubeObject = { apiVersion: "v1", kind: "Node", metadata: { name: "node-1" } };
const nodes = { type: typeOfObject("v1", "Node"), objects: [node] };
const kubelets = { type: externalType(hostData, "KubeletInfo"), objects: [kubelet] };
const lacksKubelets = { type: externalType(hostData, "KubeletInfo"), reason: "no agent" };

const aboutNodes: ResourceMatch[] = [{ apiGroups: [""], apiVersions: ["v1"], resources: ["Node"] }];
const aboutKubelets: ResourceMatch[] = [
  { apiGroups: ["hostdata.kubescape.cloud"], apiVersions: ["v1beta0"], resources: ["KubeletInfo"] },
];

it("gives external objects to the rules that ask for them as such, and to no others", async () => {
  const asking = await judged({ dynamicMatch: aboutKubelets }, [kubelets]);
  expect(asking.statuses).toEqual({ [`${hostData}/KubeletInfo/node-1`]: "passed" });
  expect((await judged({ match: aboutKubelets }, [kubelets])).statuses).toEqual({});
});

it("gives a rule that joins them with the cluster's own objects both", async () => {
  const { statuses, asked } = await judged({ match: aboutNodes, dynamicMatch: aboutKubelets }, [kubelets, nodes]);
  expect(Object.keys(statuses).toSorted()).toEqual(["/v1//Node/node-1", `${hostData}/KubeletInfo/node-1`]);
  expect(asked).toEqual([2]);
});

it("judges the cluster's own objects where there are no others, and says why there are none", async () => {
  const rule = { match: aboutNodes, dynamicMatch: aboutKubelets };
  const { statuses, reason } = await judged(rule, [nodes], [lacksKubelets]);
  expect(statuses).toEqual({ "/v1//Node/node-1": "passed" });
  expect(reason).toBe("no agent");
});

it("skips what a join of external objects alone has, where one kind of them is not there", async () => {
  const cni = { ...kubelet, kind: "CNIInfo" };
  const both = aboutKubelets.map((one) => ({ ...one, resources: ["KubeletInfo", "CNIInfo"] }));
  // Released rules have an empty match where they have none.
  const match = [{ apiGroups: [], apiVersions: [], resources: [] }];
  const there = [{ type: externalType(hostData, "CNIInfo"), objects: [cni] }];
  const { statuses, asked } = await judged({ match, dynamicMatch: both }, there, [lacksKubelets]);
  expect(statuses).toEqual({ [`${hostData}/CNIInfo/node-1`]: "skipped" });
  expect(asked).toEqual([]);
});

type Evaluation = ReturnType<typeof startEvaluation>;

/** What a rule that joins its input says, and how many objects it was given each time. */
async function judged(
  matches: { match?: ResourceMatch[]; dynamicMatch?: ResourceMatch[] },
  batches: Parameters<Evaluation["add"]>[0][],
  unavailable: Parameters<Evaluation["finish"]>[0] = [],
) {
  const asked: number[] = [];
  const rule: CompiledRule = {
    rule: { name: "r", match: [], dynamicMatch: [], controlInputs: [], ...matches },
    joins: true,
    ask(input) {
      asked.push(input.length);
      return { answers: [] };
    },
  };
  const evaluation = startEvaluation([rule], new AbortController().signal);
  for (const batch of batches) evaluation.add(batch);
  const { table, reasons } = await evaluation.finish(unavailable);
  const names = ["unseen", "passed", "skipped", "failed"];
  const statuses = [...table.all()].map((one) => [one.resource.id, names[one.statuses[0] ?? 0]]);
  return {
    statuses: Object.fromEntries(statuses) as Record<string, string>,
    asked: asked.filter((n) => n > 0),
    reason: reasons.get(0),
  };
}
