import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { kubeconfigOf } from "@sortie/kube/testing";
import { smallLibrary } from "@sortie/posture/testing";
import { JobOutcome, type ResultLine, type ScannedControl } from "@sortie/wire";
import { afterAll, expect, it, vi } from "vitest";
import { json, providerServer } from "./cloud/provider-server.ts";

const repository = join(import.meta.dirname, "..", "..", "..");
const dir = mkdtempSync(join(tmpdir(), "sortie-managed-cluster-"));
afterAll(() => rmSync(dir, { recursive: true }));
// The program starts from source, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** The API server of a cluster on EKS with one node, where a node agent has written about kubelets only. */
const node = { metadata: { name: "node-1" }, spec: { providerID: "aws:///eu-west-1a/i-1" } };
const kubelet = {
  metadata: { name: "node-1" },
  spec: { nodeName: "node-1", cmdLine: "kubelet --anonymous-auth=true" },
};
const pods = { resource: "pods", responseKind: { kind: "Pod" }, scope: "Namespaced", verbs: ["list"] };
const notServed = json({ kind: "Status", status: "Failure", code: 404, reason: "NotFound", message: "not found" }, 404);
const cluster = {
  "/apis/hostdata.kubescape.cloud/v1beta1/kubeletinfos": json({ metadata: {}, items: [kubelet, { spec: {} }] }),
  "/apis/": notServed,
  "/apis": json({ kind: "APIGroupDiscoveryList", items: [] }),
  "/api/v1/nodes": json({ metadata: {}, items: [node] }),
  "/api/v1/pods": json({ metadata: {}, items: [] }),
  "/api": json({
    kind: "APIGroupDiscoveryList",
    items: [{ metadata: {}, versions: [{ version: "v1", resources: [pods] }] }],
  }),
};

it("judges a managed cluster by what its provider and its nodes say, and the rest of it all the same", async () => {
  const described = { name: "shop", resourcesVpcConfig: { endpointPublicAccess: true, endpointPrivateAccess: true } };
  await using provider = await providerServer({ "/clusters/shop": json({ cluster: described }) });
  const controls = ["C-0172", "C-0228", "C-0221", "C-0164", "C-0250"];
  const { outcome, results, log } = await scan({ controls }, { CLOUD_ENDPOINT_URL: provider.url });

  expect(outcome).toMatchObject({ status: "succeeded", counts: { failed: 2, skippedControls: 2 } });
  expect(results).toMatchObject({
    "eks.amazonaws.com/v1/ClusterDescribe/shop": { "C-0228": "failed" },
    "hostdata.kubescape.cloud/v1beta0/KubeletInfo/node-1": { "C-0172": "failed" },
  });
  // C-0250 is about clusters of another provider.
  expect(log.find(({ msg }) => msg === "controls selected")).toMatchObject({ controls: 4, provider: "EKS" });
  expect(log.find(({ msg }) => msg === "controls skipped")).toMatchObject({
    controls: {
      "C-0221": expect.stringMatching(/^cannot get DescribeRepositories from EKS: /),
      "C-0164": "node-agent didn't report any KubeProxyInfo for 1 nodes",
    },
  });
  expect(log.filter(({ msg }) => msg === "host data malformed")).toHaveLength(1);
  expect(JSON.stringify(log)).not.toContain("very-secret");
});

it("passes what objects of the cluster accept, by their names, and fails what a broken one would", async () => {
  const group = "/apis/kubescape.io/v1beta1";
  const pod = (namespace: string) => ({ metadata: { name: "bad", namespace }, spec: {} });
  const exception = (namespace: string, expiresAt: string) => ({
    kind: "SecurityException",
    metadata: { name: "known", namespace },
    spec: { expiresAt, posture: [{ controlID: "C-0001", action: "ignore" }] },
  });
  const exceptions = [exception("shop", "2027-01-01T00:00:00Z"), exception("till", "never")];
  const { outcome, results, log } = await scan(
    {},
    { POLICIES_DIR: smallLibrary(), KS_OFFLINE: "true" },
    {
      [`${group}/securityexceptions`]: json({ metadata: {}, items: exceptions }),
      ...cluster,
      "/api/v1/pods": json({ metadata: {}, items: [pod("shop"), pod("till")] }),
    },
  );
  expect(results).toMatchObject({
    "/v1/shop/Pod/bad": { "C-0001": "passed" },
    "/v1/till/Pod/bad": { "C-0001": "failed" },
  });
  expect(outcome).toMatchObject({ status: "succeeded", counts: { accepted: 1, failed: 1, brokenExceptions: 1 } });
  expect(log.find(({ msg }) => msg === "exception skipped")).toMatchObject({ namespace: "till", resource: "known" });
});

async function scan(
  target: object,
  env: Record<string, string>,
  answers: Parameters<typeof providerServer>[0] = cluster,
) {
  await using server = await providerServer(answers);
  const kubeconfig = join(dir, "kubeconfig");
  writeFileSync(kubeconfig, kubeconfigOf(server.url));
  const lists = { includeNamespaces: [], excludedNamespaces: [], frameworks: [], controls: [] };
  const request = { jobId: "job-1", parentId: null, requestedAt: "2026-08-22T14:55:00Z" };
  const terminationLog = join(dir, "termination-log");
  const permissions = [
    "--permission",
    `--allow-fs-read=${repository}`,
    "--allow-fs-read=/tmp",
    "--allow-fs-write=/tmp",
  ];
  const child = spawn(process.execPath, [...permissions, join(import.meta.dirname, "main.ts")], {
    stdio: ["ignore", "pipe", "inherit", "pipe"],
    env: {
      SCAN_REQUEST: JSON.stringify({ ...request, target: { type: "config", ...lists, ...target } }),
      POLICIES_DIR: join(repository, "policies"),
      CLUSTER_NAME: "arn:aws:eks:eu-west-1:123456789012:cluster/shop",
      SCANNED_KUBECONFIG: kubeconfig,
      RESULTS_FD: "3",
      TERMINATION_LOG: terminationLog,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "very-secret",
      ...env,
    },
  });
  const [, output, , written] = child.stdio;
  const streams = [output, written] as NodeJS.ReadableStream[];
  const [[log = "", lines = ""]] = await Promise.all([Promise.all(streams.map(text)), once(child, "exit")]);
  return {
    outcome: JobOutcome.parse(JSON.parse(readFileSync(terminationLog, "utf8"))),
    results: statuses(linesOf(lines) as ResultLine[]),
    log: linesOf(log) as ({ msg: string } & Record<string, unknown>)[],
  };
}

function linesOf(all: string): unknown[] {
  return all
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);
}

/** Each control's status about each resource, by the resource's ID. */
function statuses(lines: ResultLine[]): Record<string, Record<string, string>> {
  const verdicts: ScannedControl[] = lines.flatMap((line) => ("verdict" in line ? [line.verdict] : []));
  return Object.fromEntries(
    lines.flatMap((line) => {
      if ("verdict" in line) return [];
      const own = line.verdicts.flatMap((number) => verdicts[number] ?? []);
      const id = line.metadata.annotations?.["sortie.dev/resource-id"] ?? "";
      return [[id, Object.fromEntries(own.map(({ controlID, status }) => [controlID, status.status]))]];
    }),
  );
}
