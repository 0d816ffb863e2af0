import { ConnectionError, type KubeObject } from "@sortie/kube";
import { createLogger } from "@sortie/process";
import type { PostureSummary } from "@sortie/wire";
import { expect, it } from "vitest";
import { probeRoutes } from "../probes/probe-routes.ts";
import { postureMetrics } from "./posture-metrics.ts";

const counts = { failed: 1, skipped: 2, passed: 3 };
const group = { complianceScore: 66.7, resources: counts, controls: counts };
const control = {
  name: 'Privileged "container"',
  severity: "High",
  link: "https://docs.example/",
  complianceScore: 50.9,
};
const named = { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "cart" };
const summary: PostureSummary = {
  cluster: { ...group, coverageScore: 97 },
  frameworks: { NSA: group, MITRE: { ...group, complianceScore: 10 } },
  controls: { "C-0057": { ...control, resources: counts } },
  resources: [{ ...named, failed: 4, skipped: 1 }],
};

it("serves the numbers of cluster, frameworks, controls and worst resources under Kubescape's names", async () => {
  const { get } = serving([stored(JSON.stringify(summary))]);
  const response = await get();
  expect(response.headers.get("Content-Type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await response.text();
  expect(text).toContain(
    "# HELP kubescape_framework_complianceScore kubescape_framework_complianceScore\n" +
      "# TYPE kubescape_framework_complianceScore gauge\n" +
      'kubescape_framework_complianceScore{name="NSA"} 66\n' +
      'kubescape_framework_complianceScore{name="MITRE"} 10\n',
  );
  const samples = text.split("\n").filter((line) => !line.startsWith("#"));
  const labels = '{name="Privileged \\"container\\"",severity="High",link="https://docs.example/"}';
  expect(samples).toEqual(
    expect.arrayContaining([
      "kubescape_cluster_complianceScore 66",
      "kubescape_cluster_count_resources_failed 1",
      "kubescape_cluster_count_control_skipped 2",
      "kubescape_cluster_coverage_score 97",
      'kubescape_framework_count_control_passed{name="NSA"} 3',
      `kubescape_control_complianceScore${labels} 50`,
      `kubescape_control_count_resources_failed${labels} 1`,
      'kubescape_resource_count_controls_failed{apiVersion="apps/v1",kind="Deployment",namespace="shop",name="cart"} 4',
    ]),
  );
});

it.each([
  ["before the first scan has ended", stored(undefined)],
  ["where no scan keeps its numbers", undefined],
])("serves nothing %s", async (_when, object) => {
  const response = await serving([object]).get();
  expect([response.status, await response.text()]).toEqual([200, ""]);
});

it.each([
  ["the API server is away", new ConnectionError("ECONNREFUSED", "connection refused")],
  ["the numbers have an unknown shape", stored('{"frameworks":[]}')],
  ["the numbers are no JSON", stored("{")],
])("fails the scrape when %s, rather than show a cluster without findings", async (_when, answer) => {
  expect((await serving([answer]).get()).status).toBe(503);
});

it("asks the API server once in ten seconds, however often it is asked", async () => {
  const { get, later, calls } = serving([stored(undefined), stored(JSON.stringify(summary))]);
  await Promise.all([get(), get(), get()]);
  later(9);
  expect(await (await get()).text()).toBe("");
  later(1);
  expect(await (await get()).text()).not.toBe("");
  expect(calls()).toBe(2);
});

it("asks again when the clock was set back", async () => {
  const { get, later } = serving([stored(undefined), stored(JSON.stringify(summary))]);
  expect(await (await get()).text()).toBe("");
  later(-3600);
  expect(await (await get()).text()).not.toBe("");
});

function stored(text: string | undefined): KubeObject {
  return { kind: "ConfigMap", data: text === undefined ? {} : { summary: text } };
}

/** A cluster that answers one after the other, and a clock that the test sets. */
function serving(answers: (KubeObject | Error | undefined)[]) {
  let calls = 0;
  let now = 0;
  const get = async <T extends KubeObject>() => {
    const answer = answers[calls++];
    if (answer instanceof Error) throw answer;
    return answer as T | undefined;
  };
  const metrics = postureMetrics({
    cluster: { get },
    namespace: "kubescape",
    configMap: "sortie-posture-summary",
    clock: { now: () => new Date(now) },
    log: createLogger("test", "info", { write: () => {} }),
    signal: new AbortController().signal,
  });
  const app = probeRoutes(() => true, metrics);
  return {
    get: () => app.request("/metrics"),
    later: (seconds: number) => {
      now += seconds * 1000;
    },
    calls: () => calls,
  };
}
