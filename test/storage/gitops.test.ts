// What GitOps tools do with objects that people keep in Git: Argo CD's and Flux's calls, made by kubectl.
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Cluster } from "../cluster/cluster.ts";
import { apiService } from "./manifests.ts";
import { group } from "./scans.ts";
import { storageOnCluster } from "./storage-on-cluster.ts";
import type { StorageProcess } from "./storage-process.ts";

const apiVersion = `${group}/v1beta1`;
const part = "app.kubernetes.io/instance=posture";

let cluster: Cluster;
let storage: StorageProcess;

beforeAll(async () => {
  ({ cluster, storage } = await storageOnCluster());
});
afterAll(() => storage?.remove());
beforeEach(() => async () => {
  await kubectl("delete", "knownservers,collapseconfigurations", "--all");
});

function kubectl(...args: string[]): Promise<string> {
  return cluster.kubectl(args);
}

/** Two kinds that administrators write, as a repository holds them. */
function repository({ server = "dns", threshold = 50, names = ["resolvers", "mirrors"] } = {}): string {
  const metadata = (name: string) => ({ name, labels: { "app.kubernetes.io/instance": "posture" } });
  const servers = names.map((name) => ({
    apiVersion,
    kind: "KnownServer",
    metadata: metadata(name),
    spec: [{ ipBlock: "192.0.2.0/24", server, name }],
  }));
  const configuration = {
    apiVersion,
    kind: "CollapseConfiguration",
    metadata: metadata("default"),
    spec: { openDynamicThreshold: threshold, collapseConfigs: [{ prefix: "/etc", threshold: 100 }] },
  };
  return [...servers, configuration].map((object) => stringify(object)).join("---\n");
}

function apply(yaml: string, ...args: string[]): Promise<string> {
  return cluster.kubectl(["apply", ...args, "-f", "-"], { input: yaml });
}

/** Exit code and output: 0 without differences, 1 with some. */
async function diff(yaml: string, ...args: string[]): Promise<[code: number, output: string]> {
  return cluster.kubectl(["diff", ...args, "-f", "-"], { input: yaml }).then(
    (output) => [0, output],
    (error: { output: string }) => [1, error.output],
  );
}

const threshold = () => kubectl("get", "kscollapse", "default", "-o", "jsonpath={.spec.openDynamicThreshold}");
const versions = () => kubectl("get", "ksserver,kscollapse", "-o", "jsonpath={.items[*].metadata.resourceVersion}");

it.each([
  ["on the client's side", []],
  ["on the server's side", ["--server-side", "--force-conflicts", "--field-manager=argocd-controller"]],
])("shows drift from what was applied %s, heals it, and is quiet otherwise", async (_where, how) => {
  const serverSide = how.length > 0 ? how.filter((arg) => arg !== "--force-conflicts") : [];
  await apply(repository(), ...how);
  expect(await diff(repository(), ...serverSide)).toEqual([0, ""]);
  const before = await versions();
  await apply(repository(), ...how);
  expect(await versions()).toBe(before);

  await kubectl("patch", "kscollapse", "default", "--type=merge", "-p", '{"spec":{"openDynamicThreshold":7}}');
  const [code, output] = await diff(repository(), ...how);
  expect(code).toBe(1);
  expect(output).toMatch(/-\s+openDynamicThreshold: 7\n\+\s+openDynamicThreshold: 50/);
  await apply(repository(), ...how);
  expect(await threshold()).toBe("50");
});

it("tells Flux by a dry run whether there is something to do, and changes nothing by it", async () => {
  const flux = ["--server-side", "--field-manager=kustomize-controller"];
  await apply(repository(), ...flux);
  const before = await versions();
  const [dry] = JSON.parse(
    await apply(repository({ threshold: 80 }), ...flux, "--dry-run=server", "-o", "json"),
  ).items.filter(({ kind }: { kind: string }) => kind === "CollapseConfiguration");
  expect(dry.spec.openDynamicThreshold).toBe(80);
  expect([await threshold(), await versions()]).toEqual(["50", before]);
  await kubectl("label", "ksserver", "resolvers", "seen-by=somebody");
  await apply(repository({ server: "other" }), ...flux);
  const kept = JSON.parse(await kubectl("get", "ksserver", "resolvers", "-o", "json"));
  expect([kept.spec[0].server, kept.metadata.labels["seen-by"]]).toEqual(["other", "somebody"]);
});

it("loses what has gone from the repository when it is pruned, and nothing else", async () => {
  const prune = ["--prune", "-l", part, `--prune-allowlist=${apiVersion}/KnownServer`];
  await apply(repository(), ...prune);
  await apply(stringify({ apiVersion, kind: "KnownServer", metadata: { name: "by-hand" }, spec: [] }));
  const output = await apply(repository({ names: ["mirrors"] }), ...prune);
  expect(output).toMatch(/knownserver\S* "?\/?resolvers"? pruned|resolvers pruned/);
  expect(await kubectl("get", "ksserver", "-o", "jsonpath={.items[*].metadata.name}")).toBe("by-hand mirrors");
});

it("goes from the client's side to the server's without a conflict, and gives up what is not applied any more", async () => {
  await apply(repository());
  await apply(repository({ threshold: 60 }), "--server-side");
  expect(await threshold()).toBe("60");
  const emptied = stringify({
    apiVersion,
    kind: "CollapseConfiguration",
    metadata: { name: "default" },
    spec: { openDynamicThreshold: 60 },
  });
  await apply(emptied, "--server-side");
  const left = JSON.parse(await kubectl("get", "kscollapse", "default", "-o", "json"));
  expect(left.spec).toEqual({ openDynamicThreshold: 60 });
  expect(left.metadata.labels ?? {}).toEqual({});
});

// The steps of Kubernetes' own "Aggregator: Should be able to support the Sample API Server", with our kinds.
it("is registered, discovered, listed, deleted and unregistered as Kubernetes asks of an API server", async () => {
  const service = JSON.parse(await kubectl("get", "apiservice", apiService, "-o", "json"));
  const available = service.status.conditions.find(({ type }: { type: string }) => type === "Available");
  expect(available).toMatchObject({ status: "True", reason: "Passed" });
  const condition = { type: "Judged", status: "True", reason: "Test", message: "by a test" };
  const patch = JSON.stringify({ status: { conditions: [...service.status.conditions, condition] } });
  const at = ["apiservice", apiService];
  await kubectl("patch", ...at, "--subresource=status", "--type=merge", "-p", patch);
  expect(await kubectl("get", ...at, "-o", "jsonpath={.status.conditions[*].type}")).toContain("Judged");
  await kubectl("label", ...at, "judged=yes", "--overwrite");
  expect(await kubectl("get", "apiservice", "-l", "judged=yes", "-o", "name")).toContain(apiService);

  const groups = JSON.parse(await kubectl("get", "--raw", "/apis")).groups as { name: string }[];
  expect(groups.find(({ name }) => name === group)).toMatchObject({
    preferredVersion: { groupVersion: apiVersion, version: "v1beta1" },
    versions: [{ groupVersion: apiVersion, version: "v1beta1" }],
  });
  const listed = JSON.parse(await kubectl("get", "--raw", `/apis/${apiVersion}`)).resources as { name: string }[];
  expect(listed.map(({ name }) => name)).toContain("knownservers");

  await apply(repository({ names: ["one", "two", "three"] }));
  expect((await kubectl("get", "ksserver", "--no-headers")).trim().split("\n")).toHaveLength(3);
  await kubectl("delete", "ksserver", "one");
  await kubectl("delete", "ksserver", "-l", part);
  expect(await kubectl("get", "ksserver", "-o", "name")).toBe("");
});
