import { ConnectionError, type KubeObject } from "@sortie/kube";
import { createLogger } from "@sortie/process";
import { type PostureStatus, resultsApiVersion, type WorkloadConfigurationScanSummary } from "@sortie/wire";
import { expect, it } from "vitest";
import { watchRegressions } from "./regression-watch.ts";

const web = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name: "web" };
const passing = summary({ "C-0001": "passed", "C-0002": "passed", "C-0003": "failed" });

it("writes one Event for a workload, about all that got worse", async () => {
  const { watch, events } = watching();
  await watch.replacing(resource(), passing, summary({ "C-0001": "failed", "C-0002": "failed", "C-0003": "failed" }));
  expect(events).toEqual([
    {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: expect.stringMatching(/^deployment-web\.[0-9a-f]{16}$/), namespace: "shop" },
      involvedObject: { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web", uid: "u-1" },
      type: "Warning",
      reason: "PostureRegression",
      message: "2 controls that passed in the last scan fail now: C-0001 (High), C-0002 (High)",
      source: { component: "sortie-config-scan" },
      firstTimestamp: "2026-08-22T14:55:00Z",
      lastTimestamp: "2026-08-22T14:55:00Z",
      count: 1,
    },
  ]);
});

it.each<[what: string, before: unknown, after: WorkloadConfigurationScanSummary]>([
  ["failed before", summary({ "C-0001": "failed" }), summary({ "C-0001": "failed" })],
  ["passes now", summary({ "C-0001": "failed" }), summary({ "C-0001": "passed" })],
  ["was skipped before", summary({ "C-0001": "skipped" }), summary({ "C-0001": "failed" })],
  ["was not evaluated before", summary({}), summary({ "C-0001": "failed" })],
  ["has a summary of an unknown shape", { spec: { controls: [1] } }, summary({ "C-0001": "failed" })],
])("says nothing of a control that %s", async (_what, before, after) => {
  const { watch, events } = watching();
  await watch.replacing(resource(), before, after);
  expect([events, watch.count()]).toEqual([[], 0]);
});

it("gives the same Event another time the same name, and that of another scan another", async () => {
  const nameIn = async (scan: string) => {
    const { watch, events } = watching({ scan });
    await watch.replacing(resource(), passing, summary({ "C-0001": "failed" }));
    return events[0]?.metadata?.name;
  };
  expect(await nameIn("a")).toBe(await nameIn("a"));
  expect(await nameIn("a")).not.toBe(await nameIn("b"));
});

it("is about the binding that gives a subject its rights, in the namespace where kubectl looks", async () => {
  const { watch, events } = watching();
  const rbac = { group: "rbac.authorization.k8s.io", version: "v1", namespace: "" };
  const related = [
    { ...rbac, kind: "ClusterRole", name: "admin" },
    { ...rbac, kind: "ClusterRoleBinding", name: "admins" },
  ];
  await watch.replacing({ ...resource(), related }, passing, summary({ "C-0001": "failed" }));
  expect(events[0]).toMatchObject({
    metadata: { namespace: "default" },
    involvedObject: { kind: "ClusterRoleBinding", name: "admins" },
  });
});

it("writes at most 100 Events a scan, and counts the rest", async () => {
  const { watch, events } = watching();
  for (let n = 0; n < 120; n += 1) {
    await watch.replacing(resource(`id-${n}`), passing, summary({ "C-0001": "failed" }));
  }
  expect([events.length, watch.count()]).toEqual([100, 120]);
});

it("goes on without Events that cannot be written, and soon tries no more", async () => {
  let tries = 0;
  const { watch } = watching({
    create: async () => {
      tries += 1;
      throw new ConnectionError("ECONNREFUSED", "connection refused");
    },
  });
  for (let n = 0; n < 10; n += 1) await watch.replacing(resource(`id-${n}`), passing, summary({ "C-0001": "failed" }));
  expect([tries, watch.count()]).toEqual([3, 10]);
});

function watching({ scan = "job-1", create }: { scan?: string; create?: () => Promise<never> } = {}) {
  const events: KubeObject[] = [];
  const watch = watchRegressions({
    cluster: {
      create:
        create ??
        (async (_resource, object) => {
          events.push(object);
          return { ok: true, object };
        }),
    },
    scan,
    clock: { now: () => new Date("2026-08-22T14:55:00Z") },
    log: createLogger("test", "info", { write: () => {} }),
    signal: new AbortController().signal,
  });
  return { watch, events };
}

function resource(id = "apps/v1/shop/Deployment/web") {
  return { ...web, id, related: [], uid: "u-1" };
}

function summary(controls: Record<string, PostureStatus>): WorkloadConfigurationScanSummary {
  const severity = { severity: "High", scoreFactor: 8 };
  const entries = Object.entries(controls).map(([controlID, status]) => [
    controlID,
    { controlID, severity, status: { status, subStatus: "", info: "" } },
  ]);
  return {
    apiVersion: resultsApiVersion,
    kind: "WorkloadConfigurationScanSummary",
    metadata: { name: "deployment-web" },
    spec: {
      severities: { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 },
      controls: Object.fromEntries(entries),
    },
  };
}
