import { ApiError, type KubeObject } from "@sortie/kube";
import { type Evaluated, emptyTally, figuresOf } from "@sortie/posture";
import { createVerdictTable } from "@sortie/posture/testing";
import { createLogger } from "@sortie/process";
import { type ConfigTarget, type ControlDefinition, PostureSummary } from "@sortie/wire";
import { expect, it } from "vitest";
import { summaryWriter } from "./store-summary.ts";

const settings = { SUMMARY_CONFIG_MAP: "numbers", RESULTS_NAMESPACE: "kubescape" };
const target: ConfigTarget = {
  type: "config",
  includeNamespaces: [],
  excludedNamespaces: [],
  frameworks: [],
  controls: ["C-0001"],
};
const texts = { name: "n", description: "why", remediation: "how" };
const control = (id: string): ControlDefinition => ({
  id,
  baseScore: 8,
  scanningScope: [],
  rules: [],
  references: [],
  typeTags: [],
  ...texts,
});

/** What a scan of one control found. */
function found(id: string) {
  const evaluated: Evaluated = { table: createVerdictTable(0), reasons: new Map() };
  const controls = [{ control: control(id), rules: [] }];
  return { evaluated, controls, figures: figuresOf(emptyTally([]), controls, [], {}) };
}

/** An API server with the ConfigMap; `meanwhile` is what somebody else does between a read and the write after it. */
function configMap(meanwhile: (writes: number) => KubeObject | ApiError | undefined = () => undefined) {
  let object: KubeObject | undefined = { metadata: { name: "numbers", resourceVersion: "1" } };
  let writes = 0;
  return {
    cluster: {
      get: async () => object as never,
      async update(_resource: unknown, changed: KubeObject) {
        const other = meanwhile(writes);
        writes += 1;
        if (other instanceof ApiError) throw other;
        if (other !== undefined) object = other;
        if (other !== undefined) return { ok: false as const, reason: "Conflict" as never };
        object = changed;
        return { ok: true as const, object: changed as never };
      },
    },
    writes: () => writes,
    remove() {
      object = undefined;
    },
    data: () => object?.data as { summary: string } | undefined,
  };
}

function writer(cluster: ReturnType<typeof configMap>["cluster"], of = target, signal = new AbortController().signal) {
  const lines: { level: number; msg: string }[] = [];
  const log = createLogger("test", "info", { write: (line: string) => lines.push(JSON.parse(line) as never) });
  const write = summaryWriter(settings, of, [], { cluster, log, signal });
  return { write, told: () => lines.map(({ msg }) => msg) };
}

it("lays its numbers over those that another scan has stored meanwhile", async () => {
  const others = configMap();
  await writer(others.cluster).write(found("C-0002"));
  const stored = { metadata: { name: "numbers", resourceVersion: "2" }, data: others.data() };
  const api = configMap((writes) => (writes === 0 ? stored : undefined));
  const { write, told } = writer(api.cluster);
  await write(found("C-0001"));
  const { controls } = PostureSummary.parse(JSON.parse(api.data()?.summary ?? ""));
  expect(Object.keys(controls)).toEqual(["C-0002", "C-0001"]);
  expect(told()).toEqual([]);
});

it("gives up on numbers that keep changing, and says so", async () => {
  const api = configMap((writes) => ({ metadata: { name: "numbers", resourceVersion: `${writes + 2}` } }));
  const { write, told } = writer(api.cluster);
  await write(found("C-0001"));
  expect(api.writes()).toBe(5);
  expect(told()).toEqual(["summary not stored: it is not there, or keeps changing"]);
});

it("makes no ConfigMap where there is none, and says so", async () => {
  const api = configMap();
  api.remove();
  const { write, told } = writer(api.cluster);
  await write(found("C-0001"));
  expect([api.writes(), told().length]).toEqual([0, 1]);
});

it("does without numbers that it may not store", async () => {
  const refusal = new ApiError({ code: 403, reason: "Forbidden", message: "no" });
  const { write, told } = writer(configMap(() => refusal).cluster);
  await write(found("C-0001"));
  expect(told()).toEqual(["summary not stored"]);
});

it("ends with the scan that is stopped", async () => {
  const stop = new AbortController();
  stop.abort(new Error("stopped"));
  const refusal = new ApiError({ code: 403, reason: "Forbidden", message: "no" });
  const { write } = writer(configMap(() => refusal).cluster, target, stop.signal);
  await expect(write(found("C-0001"))).rejects.toThrow("stopped");
});

it("has nothing to store of a part of the cluster", async () => {
  const api = configMap();
  await writer(api.cluster, { ...target, includeNamespaces: ["shop"] }).write(found("C-0001"));
  expect(api.writes()).toBe(0);
});
