import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Cluster, connectCluster, resources } from "@sortie/kube";
import { JobOutcome, WorkloadConfigurationScan, WorkloadConfigurationScanSummary } from "@sortie/wire";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

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
  const request = { controls: ["C-0057", "C-0192"] };
  await ended(startScan([privileged, plain, system], request, { EXCEPTIONS_FILE: accepted }));
  expect(outcomeOf()).toMatchObject({ counts: { resources: 3, failed: 0, passed: 3, accepted: 2 } });

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

type Target = { frameworks?: string[]; controls?: string[] };

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
