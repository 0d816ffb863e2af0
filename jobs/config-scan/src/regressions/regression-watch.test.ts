import { ConnectionError, type KubeObject } from "@sortie/kube";
import { createLogger } from "@sortie/process";
import type { PostureStatus, ScannedControl } from "@sortie/wire";
import { expect, it } from "vitest";
import { type PassedControls, passedControls } from "./passed-controls.ts";
import { watchRegressions } from "./regression-watch.ts";

const web = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name: "web" };
const passing = new Set(["C-0001", "C-0002"]);

it("writes one Event for a workload, about all that got worse", async () => {
  const { watch, events } = watching();
  await watch.replacing(resource(), passing, verdicts({ "C-0001": "failed", "C-0002": "failed", "C-0003": "failed" }));
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

it.each<[what: string, before: PassedControls, after: ScannedControl[]]>([
  ["failed before", passed({ "C-0001": "failed" }), verdicts({ "C-0001": "failed" })],
  ["passes now", passed({ "C-0001": "failed" }), verdicts({ "C-0001": "passed" })],
  ["was skipped before", passed({ "C-0001": "skipped" }), verdicts({ "C-0001": "failed" })],
  ["was not evaluated before", passed({}), verdicts({ "C-0001": "failed" })],
  [
    "has a summary of an unknown shape",
    passedControls()({ spec: { controls: [1] } }),
    verdicts({ "C-0001": "failed" }),
  ],
])("says nothing of a control that %s", async (_what, before, after) => {
  const { watch, events } = watching();
  await watch.replacing(resource(), before, after);
  expect([events, watch.count()]).toEqual([[], 0]);
});

it("gives the same Event another time the same name, and that of another scan another", async () => {
  const nameIn = async (scan: string) => {
    const { watch, events } = watching({ scan });
    await watch.replacing(resource(), passing, verdicts({ "C-0001": "failed" }));
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
  await watch.replacing({ ...resource(), related }, passing, verdicts({ "C-0001": "failed" }));
  expect(events[0]).toMatchObject({
    metadata: { namespace: "default" },
    involvedObject: { kind: "ClusterRoleBinding", name: "admins" },
  });
});

it("writes at most 100 Events a scan, and counts the rest", async () => {
  const { watch, events } = watching();
  for (let n = 0; n < 120; n += 1) {
    await watch.replacing(resource(`id-${n}`), passing, verdicts({ "C-0001": "failed" }));
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
  for (let n = 0; n < 10; n += 1) await watch.replacing(resource(`id-${n}`), passing, verdicts({ "C-0001": "failed" }));
  expect([tries, watch.count()]).toEqual([3, 10]);
});

it("keeps one set for all summaries that say the same", () => {
  const passedOf = passedControls();
  const summary = { spec: { controls: { "C-0001": { status: { status: "passed" } } } } };
  expect(passedOf(summary)).toBe(passedOf(structuredClone(summary)));
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

/** What a stored summary with these verdicts says. */
function passed(statuses: Record<string, PostureStatus>): PassedControls {
  const controls = Object.entries(statuses).map(([id, status]) => [id, { controlID: id, status: { status } }]);
  return passedControls()({ spec: { controls: Object.fromEntries(controls) } });
}

function verdicts(statuses: Record<string, PostureStatus>): ScannedControl[] {
  const severity = { severity: "High", scoreFactor: 8 };
  return Object.entries(statuses).map(([controlID, status]) => ({
    controlID,
    name: controlID,
    severity,
    status: { status, subStatus: "", info: "" },
  }));
}
