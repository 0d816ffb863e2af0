import { connectCluster, resources } from "@sortie/kube";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Cluster } from "../cluster/cluster.ts";
import { certificateOf } from "./client-certificate.ts";
import { directRequest } from "./direct-request.ts";
import { eventually, failure, type Kubectl, kubectlOn } from "./kubectl.ts";
import { apiService, namespace as installedIn } from "./manifests.ts";
import { namespaceOfTest } from "./namespace-of-test.ts";
import { openWebSocket } from "./open-web-socket.ts";
import { group, summaries, summaryYaml } from "./scans.ts";
import { storageOnCluster } from "./storage-on-cluster.ts";
import type { StorageProcess } from "./storage-process.ts";

let cluster: Cluster;
let storage: StorageProcess;
let ca: string;
let tool: Kubectl;
let namespace: string;

beforeAll(async () => {
  ({ cluster, storage } = await storageOnCluster({ AUDIT_LOG_FILE: "-" }));
  tool = await kubectlOn(cluster);
  const secret = await kubectl(
    "-n",
    installedIn,
    "get",
    "secret",
    "storage-certificate",
    "-o",
    "jsonpath={.data.ca\\.crt}",
  );
  ca = Buffer.from(secret, "base64").toString();
});
afterAll(() => storage?.remove());

beforeEach(async () => {
  const made = await namespaceOfTest(cluster, "storage-test");
  namespace = made.name;
  return made.remove;
});

function kubectl(...args: string[]): Promise<string> {
  return tool.run(...args);
}

function apply(yaml: string): Promise<string> {
  return tool.apply(yaml);
}

it("says of every request what it was, among the lines of its log, under the id of kube-apiserver", async () => {
  await apply(summaryYaml(namespace, "audited", 1));
  type Line = { kind?: string; verb?: string; objectRef?: { name?: string; namespace?: string } };
  const noted = () =>
    storage
      .log()
      .split("\n")
      .filter((line) => line.includes('"audit.k8s.io/v1"') && line.endsWith("}"))
      .map((line) => JSON.parse(line) as Line)
      .find(({ verb, objectRef }) => verb === "create" && objectRef?.namespace === namespace);
  await eventually(() => expect(noted()).toBeDefined(), 20);
  expect(noted()).toMatchObject({
    kind: "Event",
    level: "Metadata",
    auditID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    user: { username: expect.any(String), groups: expect.arrayContaining(["system:authenticated"]) },
    responseStatus: { code: 201 },
  });
  // The lines of the log beside them are whole.
  for (const line of storage.log().split("\n").slice(0, -1)) expect(() => JSON.parse(line)).not.toThrow();
});

it("lets users do what they may and nothing else", async () => {
  const asUser = (...args: string[]) =>
    kubectl("--as=jane", "--as-group=system:authenticated", "-n", namespace, ...args);
  await apply(summaryYaml(namespace, "web", 1));
  expect(await failure(asUser("get", "kswcss"))).toContain("Forbidden");
  await kubectl("create", "role", "reader", "-n", namespace, "--verb=get,list", `--resource=${summaries}`);
  await kubectl("create", "rolebinding", "reader", "-n", namespace, "--role=reader", "--user=jane");
  await eventually(async () => expect(await asUser("get", "kswcss")).toContain("web"), 10);
  expect(await failure(asUser("delete", "kswcss", "web"))).toContain('User "jane" cannot delete resource');
});

it("answers direct requests only to those whom the cluster knows and who may", async () => {
  const path = `/apis/${group}/v1beta1/namespaces/${namespace}/workloadconfigurationscansummaries`;
  await kubectl("create", "serviceaccount", "reader", "-n", namespace);
  const token = (await kubectl("create", "token", "reader", "-n", namespace)).trim();
  const headers = { Authorization: `Bearer ${token}` };
  const forged = { "X-Remote-User": "admin", "X-Remote-Group": "system:masters" };

  expect((await directRequest(storage, "/livez", { ca })).code).toBe(200);
  expect((await directRequest(storage, "/readyz", { ca })).code).toBe(200);
  for (const at of [path, "/metrics", "/apis"]) expect((await directRequest(storage, at, { ca })).code).toBe(401);
  expect((await directRequest(storage, path, { ca, headers: forged })).code).toBe(401);
  expect((await directRequest(storage, path, { ca, headers: { Authorization: "Bearer wrong" } })).code).toBe(401);
  const denied = await directRequest(storage, path, { ca, headers: { ...headers, ...forged } });
  expect(denied.body).toMatchObject({ code: 403, reason: "Forbidden" });
  expect(denied.body.message).toContain(`User "system:serviceaccount:${namespace}:reader" cannot list resource`);
});

it("does not let a user's certificate pass for the front proxy, though it has its name", async () => {
  const { certificate, key } = await certificateOf(cluster, "front-proxy-client");
  const path = `/apis/${group}/v1beta1/workloadconfigurationscansummaries`;
  const headers = { "X-Remote-User": "admin", "X-Remote-Group": "system:masters" };
  const { body } = await directRequest(storage, path, { ca, headers, cert: certificate, key });
  expect(body).toMatchObject({ code: 403 });
  expect(body.message).toContain('User "front-proxy-client" cannot list resource');
});

it("lets the cluster's garbage collector delete what has lost its owner", async () => {
  await kubectl("create", "configmap", "owner", "-n", namespace);
  const uid = await kubectl("get", "configmap", "owner", "-n", namespace, "-o", "jsonpath={.metadata.uid}");
  const ownerReferences = [{ apiVersion: "v1", kind: "ConfigMap", name: "owner", uid }];
  await apply(summaryYaml(namespace, "owned", 1, { ownerReferences }));
  await apply(summaryYaml(namespace, "free", 1));
  await kubectl("delete", "configmap", "owner", "-n", namespace);
  await eventually(async () => {
    expect((await kubectl("get", "kswcss", "-n", namespace, "-o", "name")).trim()).toBe(
      `workloadconfigurationscansummary.${group}/free`,
    );
  }, 120);
});

it("is counted by the cluster's quotas, and does not hold up the others", async () => {
  // Of names that a quota can have: at most 63 characters.
  const counted = { configmaps: "count/configmaps", ours: `count/sbomsyfts.${group}` };
  const hard = `--hard=${counted.configmaps}=100,${counted.ours}=100`;
  const document = (name: string) =>
    stringify({ apiVersion: `${group}/v1beta1`, kind: "SBOMSyft", metadata: { namespace, name } });
  for (const name of ["one", "two"]) await apply(document(name));
  await kubectl("create", "quota", "counts", "-n", namespace, hard);
  const used = async () =>
    JSON.parse(await kubectl("get", "quota", "counts", "-n", namespace, "-o", "jsonpath={.status.used}"));
  await eventually(async () => {
    // What comes is counted where it is admitted; the controller counts again when something goes.
    await apply(document("more"));
    await kubectl("delete", "sbomsyft", "more", "-n", namespace);
    expect((await used())[counted.ours]).toBe("2");
  }, 120);
  await kubectl("create", "configmap", "more", "-n", namespace);
  // The cluster's own root certificates are one.
  await eventually(async () => expect((await used())[counted.configmaps]).toBe("2"), 60);
});

it("tells a browser of changes over a WebSocket through kube-apiserver", async () => {
  const path = `/apis/${group}/v1beta1/namespaces/${namespace}/workloadconfigurationscansummaries?watch=1`;
  const frames = openWebSocket(cluster, path, "base64.binary.k8s.io");
  await apply(summaryYaml(namespace, "web", 3));
  const { value } = await frames.next();
  expect(JSON.parse(value ?? "")).toMatchObject({ type: "ADDED", object: { metadata: { name: "web" } } });
  await frames.return(undefined);
});

it("does not hold up the deletion of a namespace with thousands of results", async () => {
  const api = await connectCluster({ kubeconfig: cluster.kubeconfig, userAgent: "storage-test" });
  const spec = { severities: { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 }, controls: {} };
  const object = (name: string) => ({
    apiVersion: `${group}/v1beta1`,
    kind: "WorkloadConfigurationScanSummary",
    metadata: { namespace, name, labels: {}, annotations: {} },
    spec,
  });
  const names = Array.from({ length: 2000 }, (_, i) => `n${i}`);
  for (let start = 0; start < names.length; start += 50) {
    const batch = names.slice(start, start + 50);
    await Promise.all(batch.map((name) => api.create(resources.workloadConfigurationScanSummaries, object(name))));
  }
  await kubectl("delete", "namespace", namespace, "--timeout=60s");
  expect(await kubectl("get", "kswcss", "-n", namespace, "-o", "name")).toBe("");
  await api.close();
});

it("is told unavailable when it is gone, and everything goes on when it is back", async () => {
  await apply(summaryYaml(namespace, "before", 1));
  const api = await connectCluster({ kubeconfig: cluster.kubeconfig, userAgent: "storage-test" });
  const stop = new AbortController();
  const seen: string[] = [];
  const watching = (async () => {
    const selection = { namespace, signal: stop.signal };
    for await (const event of api.watch(resources.workloadConfigurationScanSummaries, selection)) {
      if (event.type === "relisted") seen.push(...event.objects.map(({ metadata }) => `listed ${metadata?.name}`));
      else seen.push(`${event.type} ${event.object.metadata?.name}`);
    }
  })();
  await eventually(() => expect(seen).toEqual(["listed before"]), 20);

  await storage.kill();
  expect(await failure(kubectl("get", "kswcss", "-n", namespace))).toMatch(
    /unable to handle the request|ServiceUnavailable/,
  );
  const condition = "--for=condition=Available=False";
  await kubectl("wait", condition, `apiservice/${apiService}`, "--timeout=60s");
  await kubectl("create", "namespace", `${namespace}-down`);
  await kubectl("delete", "namespace", `${namespace}-down`, "--wait=false");

  storage.start();
  await storage.waitUntilAvailable();
  expect(await kubectl("get", "kswcss", "-n", namespace)).toContain("before");
  await apply(summaryYaml(namespace, "after", 1));
  await eventually(() => expect(seen.some((event) => /^(added|listed) after$/.test(event))).toBe(true), 60);
  await kubectl("wait", "--for=delete", `namespace/${namespace}-down`, "--timeout=120s");
  stop.abort();
  await watching;
  await api.close();
});

it("serves a certificate of its own, for the Service's name, whose authority kube-apiserver has been told", async () => {
  const published = await kubectl("get", "apiservice", apiService, "-o", "jsonpath={.spec.caBundle}");
  expect(Buffer.from(published, "base64").toString()).toBe(ca);
  const skips = await kubectl("get", "apiservice", apiService, "-o", "jsonpath={.spec.insecureSkipTLSVerify}");
  expect(skips).toBe("");
});
