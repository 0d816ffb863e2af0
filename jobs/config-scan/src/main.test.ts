import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Cluster, connectCluster, type KubeObject, resources } from "@sortie/kube";
import {
  type ConfigTarget,
  JobOutcome,
  PostureReportChunk,
  PostureSummary,
  WorkloadConfigurationScan,
  WorkloadConfigurationScanSummary,
} from "@sortie/wire";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { receiverServer } from "./event-receiver/receiver-server.ts";

const repository = join(import.meta.dirname, "..", "..", "..");
const dir = mkdtempSync(join(tmpdir(), "sortie-config-scan-"));
const kubeconfig = join(dir, "storage.kubeconfig");
// A test starts up to three processes from source, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let storageProcess: ChildProcess;
let storage: Cluster;

beforeAll(async () => {
  storageProcess = start("storage/src/main.ts", [], {
    STORAGE_MODE: "embedded",
    DATABASE_FILE: join(dir, "storage.sqlite"),
    KUBECONFIG_OUT: kubeconfig,
  });
  await logLine(storageProcess, "serving");
  storage = await connectCluster({ kubeconfig, userAgent: "test" });
});

afterAll(async () => {
  await storage.close();
  storageProcess.kill();
  await once(storageProcess, "exit");
  rmSync(dir, { recursive: true });
});

const privileged = deployment("cart", { privileged: true });
const plain = deployment("web", {});

it("stores what is wrong with each object, and where", async () => {
  const { exitCode, outcome } = await scan([privileged, plain], { controls: ["C-0057"] });
  expect(exitCode).toBe(0);
  expect(outcome).toMatchObject({ status: "succeeded", counts: { objects: 2, resources: 2, failed: 1, passed: 1 } });

  const at = { namespace: "shop", name: "deployment-cart" };
  const full = WorkloadConfigurationScan.parse(await storage.get(resources.workloadConfigurationScans, at));
  expect(full.spec.controls?.["C-0057"]).toMatchObject({
    status: { status: "failed" },
    severity: { severity: "High", scoreFactor: 8 },
    rules: [{ paths: [{ failedPath: "spec.template.spec.containers[0].securityContext.privileged" }] }],
  });
  const summary = WorkloadConfigurationScanSummary.parse(
    await storage.get(resources.workloadConfigurationScanSummaries, at),
  );
  expect(summary.spec.severities.high).toBe(1);
  expect(summary.metadata.annotations?.["kubescape.io/wlid"]).toBe(
    "wlid://cluster-test/namespace-shop/deployment-cart",
  );
});

it("writes nothing for what has not changed, and what has", async () => {
  const request = { controls: ["C-0016"] };
  await scan([privileged, plain], request);
  const again = await scan([privileged, plain], request);
  expect(again.outcome).toMatchObject({ counts: { written: 0, unchanged: 2 } });
  const fixed = deployment("cart", { allowPrivilegeEscalation: false });
  expect((await scan([fixed, plain], request)).outcome).toMatchObject({ counts: { written: 1, unchanged: 1 } });
});

it("passes what exceptions accept, and says which", async () => {
  const system = { apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system" } };
  const accepted = join(dir, "exceptions.json");
  const attributes = { kind: "Deployment", name: "ca.t" };
  writeFileSync(accepted, JSON.stringify([{ name: "carts", resources: [{ attributes }], posturePolicies: [] }]));
  const tills = { designatorType: "Attributes" as const, attributes: { name: "till" } };
  const requested = { name: "tills", policyType: "postureExceptionPolicy", posturePolicies: [], resources: [tills] };
  const request = { controls: ["C-0057", "C-0192"], exceptions: [requested] };
  const objects = [privileged, plain, system, deployment("till", { privileged: true })];
  await ended(startScan(objects, request, { EXCEPTIONS_FILE: accepted }));
  expect(outcomeOf()).toMatchObject({ counts: { resources: 4, failed: 0, passed: 4, accepted: 3 } });

  const at = { namespace: "shop", name: "deployment-cart" };
  expect(await storage.get(resources.workloadConfigurationScans, at)).toMatchObject({
    spec: {
      controls: {
        "C-0057": {
          status: { status: "passed", subStatus: "w/exceptions" },
          rules: [{ appliedIgnoreRules: ["carts"] }],
        },
      },
    },
  });
});

it("tells the story of a scan in a few lines", async () => {
  const { log } = await scan([privileged], { frameworks: ["nsa"] });
  expect(log.map(({ msg }) => msg)).toEqual([
    "job started",
    "controls selected",
    "objects read",
    "rules evaluated",
    "results written",
    "job succeeded",
  ]);
  expect(log[2]).toMatchObject({ jobId: "job-1", objects: 1, kinds: { "apps/v1/Deployment": 1 } });
});

it("reads a cluster, where it is given one, and leaves out what a workload stands for", async () => {
  const spec = { containers: [{ name: "app", image: "app", securityContext: { privileged: true } }] };
  const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: "0b0e9c1a-5a51-4f3f-9c36-8f7a0c9f5d11" };
  const pods = [{ name: "shell" }, { name: "web-1", labels: { app: "web" }, ownerReferences: [owner] }];
  for (const pod of pods) {
    const metadata = { namespace: "shop", ...pod };
    await storage.create(resources.pods, { apiVersion: "v1", kind: "Pod", metadata, spec });
  }
  const job = startScan([], { controls: ["C-0057"] }, { SCANNED_OBJECTS: "", SCANNED_KUBECONFIG: kubeconfig });
  expect((await ended(job)).exitCode).toBe(0);
  expect(outcomeOf()).toMatchObject({ counts: { objects: 1, failed: 1, written: 1 } });
  const at = { namespace: "shop", name: "pod-shell" };
  expect(await storage.get(resources.workloadConfigurationScanSummaries, at)).toMatchObject({
    spec: { controls: { "C-0057": { status: { status: "failed" } } } },
  });
});

it("reports to an event receiver what it stores, without what Secrets and variables hold", async () => {
  await using receiver = await receiverServer();
  const env = [{ name: "TOKEN", value: "hunter2" }];
  const shop = deployment("till", { privileged: true });
  Object.assign(shop.spec.template.spec.containers[0] ?? {}, { env });
  const settings = { EVENT_RECEIVER_URL: receiver.url, CREDENTIALS_DIR: receiver.credentials };
  const { exitCode, log } = await ended(startScan([shop], { frameworks: ["nsa"] }, settings));
  expect(exitCode).toBe(0);
  expect(outcomeOf()).toMatchObject({ counts: { written: 1, reportChunks: 1, reportFailures: 0 } });
  const [request] = receiver.received;
  const chunk = PostureReportChunk.parse(JSON.parse(request?.body ?? ""));
  expect(chunk).toMatchObject({
    jobID: "job-1",
    summaryDetails: { status: "failed", frameworks: [{ name: "NSA" }] },
    resources: [{ resourceID: "apps/v1/shop/Deployment/till" }],
    results: [{ resourceID: "apps/v1/shop/Deployment/till" }],
    paginationInfo: { chunkNumber: 0, isLastChunk: true },
  });
  expect(request?.body).not.toContain("hunter2");
  expect(JSON.stringify([log, outcomeOf()])).not.toContain("key-1");
});

it("stores everything although the receiver is broken, and counts that", async () => {
  await using receiver = await receiverServer((response) => response.writeHead(400).end());
  const settings = { EVENT_RECEIVER_URL: receiver.url, CREDENTIALS_DIR: receiver.credentials };
  await ended(startScan([deployment("desk", {})], { controls: ["C-0057"] }, settings));
  expect(outcomeOf()).toMatchObject({
    status: "succeeded",
    counts: { written: 1, reportChunks: 0, reportFailures: 1 },
  });
});

it("tells everybody of the others although storage refuses one result for its size", async () => {
  await using receiver = await receiverServer();
  const at = { namespace: "kubescape", name: "figures" };
  await storage.create(resources.configMaps, { apiVersion: "v1", kind: "ConfigMap", metadata: at });
  const credentials = { EVENT_RECEIVER_URL: receiver.url, CREDENTIALS_DIR: receiver.credentials };
  const huge = deployment("huge", {});
  const { containers } = huge.spec.template.spec;
  const securityContext = { privileged: true };
  for (let n = 0; n < 14_000; n += 1) containers.push({ name: `app-${n}`, image: "app", securityContext });
  const request = { controls: ["C-0013", "C-0016", "C-0017", "C-0055", "C-0057"] };
  const job = startScan([huge, plain], request, { ...credentials, SUMMARY_CONFIG_MAP: "figures" });
  expect((await ended(job)).exitCode).toBe(70);
  expect(outcomeOf()).toMatchObject({
    code: "results_refused",
    message: expect.stringContaining("shop/deployment-huge"),
  });
  expect(receiver.received.at(-1)?.body).toContain('"isLastChunk":true');
  const numbers = (await storage.get(resources.configMaps, at))?.data as { summary: string };
  expect(PostureSummary.parse(JSON.parse(numbers.summary)).controls["C-0057"]?.resources.failed).toBe(1);
});

it("says in an Event what got worse, and keeps the cluster's numbers for monitoring", async () => {
  const at = { namespace: "kubescape", name: "numbers" };
  await storage.create(resources.configMaps, { apiVersion: "v1", kind: "ConfigMap", metadata: at });
  const settings = { REGRESSION_EVENTS: "true", SUMMARY_CONFIG_MAP: "numbers" };
  const request = { controls: ["C-0057"] };
  await ended(startScan([deployment("bell", {})], request, settings));
  expect(outcomeOf()).toMatchObject({ counts: { regressions: 0 } });
  await ended(startScan([deployment("bell", { privileged: true })], request, settings));
  expect(outcomeOf()).toMatchObject({ counts: { regressions: 1 } });

  const events: KubeObject[] = [];
  for await (const { items } of storage.list(resources.events, { namespace: "shop" })) events.push(...items);
  expect(events).toMatchObject([{ reason: "PostureRegression", involvedObject: { kind: "Deployment", name: "bell" } }]);
  const numbers = (await storage.get(resources.configMaps, at))?.data as { summary: string };
  expect(PostureSummary.parse(JSON.parse(numbers.summary)).controls["C-0057"]?.resources.failed).toBe(1);
});

it("scans one object, and says nothing about what it reads besides", async () => {
  await scan([privileged, plain], { frameworks: ["nsa"] });
  const all = await storedSpecs();
  const object = { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" };
  const unchanged = await scan([privileged, plain], { frameworks: ["nsa"], object });
  expect(unchanged.outcome).toMatchObject({ counts: { written: 0, unchanged: 1 } });
  const changed = [deployment("cart", {}), deployment("web", { privileged: true })];
  const { outcome } = await scan(changed, { frameworks: ["nsa"], object });
  expect(outcome).toMatchObject({ counts: { resources: 1, written: 1 } });
  const after = await storedSpecs();
  expect(after["shop/deployment-web"]).not.toEqual(all["shop/deployment-web"]);
  expect({ ...after, "shop/deployment-web": 0 }).toEqual({ ...all, "shop/deployment-web": 0 });
});

it("fails when the object is not there", async () => {
  const object = { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "nowhere" };
  const { exitCode, outcome } = await scan([plain], { object });
  expect(exitCode).toBe(70);
  expect(outcome).toMatchObject({ code: "not_found", retry: false });
});

it("removes nothing, so that a scan of one namespace leaves the results of others", async () => {
  const elsewhere = { ...deployment("depot", {}), metadata: { name: "depot", namespace: "lab" } };
  await scan([elsewhere, plain], { controls: ["C-0057"] });
  const before = await storedSpecs();
  await scan([plain], { controls: ["C-0057"], includeNamespaces: ["shop"] });
  expect(await storedSpecs()).toEqual(before);
});

it("comes to the same results when it is killed and started again", async () => {
  const many = Array.from({ length: 300 }, (_, n) => deployment(`many-${n}`, { privileged: n % 2 === 0 }));
  const job = startScan(many, { controls: ["C-0057"] }, {});
  await logLine(job, "rules evaluated");
  job.kill("SIGKILL");
  await ended(job);
  const { outcome } = await scan(many, { controls: ["C-0057"] });
  expect(outcome).toMatchObject({ counts: { resources: 300, failed: 150, passed: 150 } });
  const stored = await storedSpecs();
  const severities = many.map((_, n) => stored[`shop/deployment-many-${n}`]?.severities.high);
  expect(severities).toEqual(many.map((_, n) => (n % 2 === 0 ? 1 : 0)));
});

it("refuses a framework that it does not know and says which ones it does", async () => {
  const { exitCode, outcome } = await scan([plain], { frameworks: ["pci"] });
  expect(exitCode).toBe(70);
  expect(outcome).toMatchObject({
    code: "invalid_input",
    retry: false,
    message: expect.stringContaining('"pci"; known: '),
  });
});

it("refuses a file that holds something else and says where", async () => {
  const { exitCode, outcome } = await scan([plain, ["no object"]], {});
  expect(exitCode).toBe(70);
  expect(outcome).toMatchObject({ code: "invalid_input", message: expect.stringContaining("objects.ndjson:2:") });
});

it("ends at once, to be started again, when it is stopped while storage is away", async () => {
  const nowhere = join(dir, "nowhere.kubeconfig");
  writeFileSync(nowhere, readFileSync(kubeconfig, "utf8").replace(/127\.0\.0\.1:\d+/, "127.0.0.1:1"));
  const job = startScan([plain], {}, { STORAGE_KUBECONFIG: nowhere });
  await logLine(job, "rules evaluated");
  job.kill("SIGTERM");
  expect((await ended(job)).exitCode).toBe(75);
  expect(outcomeOf()).toMatchObject({ code: "terminated", retry: true });
});

type Target = Partial<ConfigTarget>;

/** What storage says of each resource in short, by `<namespace>/<name>`. */
async function storedSpecs(): Promise<Record<string, WorkloadConfigurationScanSummary["spec"]>> {
  const query = { resourceVersion: "fullSpec" };
  const specs: Record<string, WorkloadConfigurationScanSummary["spec"]> = {};
  for await (const { items } of storage.list(resources.workloadConfigurationScanSummaries, { query })) {
    for (const item of items) {
      const { metadata, spec } = WorkloadConfigurationScanSummary.parse(item);
      specs[`${metadata.namespace}/${metadata.name}`] = spec;
    }
  }
  return specs;
}

async function scan(objects: unknown[], target: Target) {
  const { exitCode, log } = await ended(startScan(objects, target, {}));
  return { exitCode, log, outcome: outcomeOf() };
}

/** The program as its image runs it: it may read its own files and the temporary folder, and write the latter. */
function startScan(objects: unknown[], target: Target, env: Record<string, string>): ChildProcess {
  writeFileSync(join(dir, "objects.ndjson"), objects.map((object) => `${JSON.stringify(object)}\n`).join(""));
  const lists = { includeNamespaces: [], excludedNamespaces: [], frameworks: [], controls: [] };
  const request = { jobId: "job-1", parentId: null, requestedAt: "2026-08-22T14:55:00Z" };
  const permissions = [
    "--permission",
    `--allow-fs-read=${repository}`,
    "--allow-fs-read=/tmp",
    "--allow-fs-write=/tmp",
  ];
  return start("jobs/config-scan/src/main.ts", permissions, {
    SCAN_REQUEST: JSON.stringify({ ...request, target: { type: "config", ...lists, ...target } }),
    POLICIES_DIR: join(repository, "policies"),
    CLUSTER_NAME: "test",
    SCANNED_OBJECTS: join(dir, "objects.ndjson"),
    STORAGE_KUBECONFIG: kubeconfig,
    TERMINATION_LOG: join(dir, "termination-log"),
    ...env,
  });
}

function start(program: string, flags: string[], env: Record<string, string>): ChildProcess {
  const stdio: ["ignore", "pipe", "inherit"] = ["ignore", "pipe", "inherit"];
  return spawn(process.execPath, [...flags, join(repository, program)], { env, stdio });
}

type LogLine = { msg: string } & Record<string, unknown>;

async function* logLines(child: ChildProcess): AsyncGenerator<LogLine> {
  if (!child.stdout) return;
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line) as LogLine;
}

async function logLine(child: ChildProcess, message: string): Promise<void> {
  const lines = child.stdout ? createInterface({ input: child.stdout }) : undefined;
  await new Promise<void>((resolve, reject) => {
    lines?.on("line", (line) => (JSON.parse(line) as LogLine).msg === message && resolve());
    child.once("exit", (code) => reject(new Error(`ended with ${code} before it said "${message}"`)));
  });
}

async function ended(child: ChildProcess): Promise<{ exitCode: number | null; log: LogLine[] }> {
  const exit = child.exitCode === null ? once(child, "exit") : Promise.resolve([child.exitCode]);
  const log = await Array.fromAsync(logLines(child));
  const [exitCode] = (await exit) as [number | null];
  return { exitCode, log };
}

function outcomeOf(): JobOutcome {
  return JobOutcome.parse(JSON.parse(readFileSync(join(dir, "termination-log"), "utf8")));
}

function deployment(name: string, securityContext: object) {
  const containers = [{ name: "app", image: "registry.example/app:1.0", securityContext }];
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "shop" },
    spec: { template: { spec: { containers } } },
  };
}
