import { spawn } from "node:child_process";
import { once } from "node:events";
import { connectCluster, resources } from "@sortie/kube";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Cluster } from "../cluster/cluster.ts";
import { runCommand } from "../cluster/run-command.ts";
import { kubectlMinors, kubectlPath } from "../cluster/tools.ts";
import { certificateOf } from "./client-certificate.ts";
import { directRequest } from "./direct-request.ts";
import { apiService, namespace as installedIn } from "./manifests.ts";
import { openWebSocket } from "./open-web-socket.ts";
import { group, summaries, summaryYaml } from "./scans.ts";
import { storageOnCluster } from "./storage-on-cluster.ts";
import type { StorageProcess } from "./storage-process.ts";

/** Everything that Kubescape's clients, dashboards and documentation know. */
const served = [
  "applicationprofiles",
  "collapseconfigurations",
  "configurationscansummaries",
  "containerprofiles",
  "generatednetworkpolicies",
  "knownservers",
  "networkneighborhoods",
  "openvulnerabilityexchangecontainers",
  "sbomspdxv2p3filtereds",
  "sbomspdxv2p3s",
  "sbomsummaries",
  "sbomsyftfiltereds",
  "sbomsyfts",
  "seccompprofiles",
  "vulnerabilitymanifests",
  "vulnerabilitymanifestsummaries",
  "vulnerabilitysummaries",
  "workloadconfigurationscanbatches",
  "workloadconfigurationscans",
  "workloadconfigurationscansummaries",
];

let cluster: Cluster;
let storage: StorageProcess;
let ca: string;
/** Path of the kubectl that is tried. */
let tool: string;
let namespace: string;
let count = 0;

beforeAll(async () => {
  tool = await kubectlPath();
  ({ cluster, storage } = await storageOnCluster({ AUDIT_LOG_FILE: "-" }));
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
  count += 1;
  namespace = `storage-test-${count}`;
  await kubectl("create", "namespace", namespace);
  return async () => {
    await kubectl("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
  };
});

function kubectl(...args: string[]): Promise<string> {
  return runCommand(tool, [...asAdministrator(), ...args]);
}

function asAdministrator(): string[] {
  return ["--kubeconfig", cluster.kubeconfig];
}

function send(yaml: string, ...args: string[]): Promise<string> {
  return runCommand(tool, [...asAdministrator(), ...args, "-f", "-"], { input: yaml });
}

function apply(yaml: string, ...args: string[]): Promise<string> {
  return send(yaml, "apply", ...args);
}

async function failure(promise: Promise<string>): Promise<string> {
  return promise.then(
    (output) => expect.unreachable(output),
    (error: { output: string }) => error.output,
  );
}

describe.each(kubectlMinors)("kubectl %s", (minor) => {
  beforeAll(async () => {
    tool = await kubectlPath(minor);
  });
  afterAll(async () => {
    tool = await kubectlPath();
  });

  it("shows its resources and columns to kubectl", async () => {
    await apply(summaryYaml(namespace, "deployment-web", 4));
    const kinds = await kubectl("api-resources", `--api-group=${group}`, "--no-headers", "-o", "name");
    expect(kinds.trim().split("\n")).toEqual(served.map((resource) => `${resource}.${group}`));
    const table = await kubectl("get", "workloadconfigurationscansummaries", "-A");
    expect(table.split("\n")[0]?.split(/\s+/)).toEqual([
      "NAMESPACE",
      "NAME",
      "CRITICAL",
      "HIGH",
      "MEDIUM",
      "LOW",
      "AGE",
    ]);
    expect(table).toMatch(new RegExp(`${namespace} +deployment-web +1 +4 +0 +0 +\\d+s`));
    expect(await kubectl("get", "configurationscansummary", namespace)).toMatch(new RegExp(`${namespace} +1 +4 +0 +0`));
    expect(await kubectl("get", "kswcss", "-n", namespace, "-o", "wide")).toContain("Deployment");
  });

  it("answers every verb of kubectl", async () => {
    const yaml = summaryYaml(namespace, "web", 1);
    const at = ["-n", namespace, "kswcss"];
    const value = async (path: string) => kubectl("get", ...at, "web", "-o", `jsonpath={${path}}`);
    expect(await send(yaml, "create")).toContain("created");
    expect(await failure(send(yaml, "create"))).toContain("AlreadyExists");
    expect(await apply(summaryYaml(namespace, "web", 2))).toContain("configured");
    expect(await apply(summaryYaml(namespace, "web", 2))).toContain("unchanged");
    await send(summaryYaml(namespace, "web", 2), "diff");
    expect(await apply(summaryYaml(namespace, "web", 3), "--server-side", "--force-conflicts")).toContain(
      "serverside-applied",
    );
    expect(await value(".spec.severities.high")).toBe("3");
    expect(await apply(summaryYaml(namespace, "web", 9), "--dry-run=server")).toContain("(server dry run)");
    await kubectl("patch", ...at, "web", "--type=merge", "-p", '{"spec":{"severities":{"low":7}}}');
    await kubectl(
      "patch",
      ...at,
      "web",
      "--type=json",
      "-p",
      '[{"op":"add","path":"/metadata/labels/team","value":"red"}]',
    );
    await kubectl("label", ...at, "web", "stage=prod");
    await kubectl("annotate", ...at, "--all", "note=seen");
    expect(await value(".spec.severities['high','low']")).toBe("3 7");
    expect(await kubectl("get", ...at, "-l", "team=red,stage in (prod)", "-o", "name")).toContain("/web");
    expect(await kubectl("get", ...at, "--field-selector", "metadata.name=none", "-o", "name")).toBe("");
    await send(summaryYaml(namespace, "web", 5), "replace");
    expect(await value(".spec.severities.high")).toBe("5");
    await kubectl("wait", ...at.slice(0, 2), "kswcss/web", "--for=jsonpath={.spec.severities.high}=5", "--timeout=10s");
    expect(await kubectl("describe", ...at, "web")).toContain("Severities:");
    expect(await kubectl("get", ...at, "--chunk-size=1", "--sort-by=.metadata.name", "--show-labels")).toContain("web");
    expect(await kubectl("auth", "can-i", "list", summaries)).toContain("yes");
    await kubectl("delete", ...at, "web");
    for (const name of ["a", "b", "c"])
      await apply(summaryYaml(namespace, name, 0, { labels: { half: String(name < "b") } }));
    expect(await kubectl("delete", ...at, "-l", "half=true")).toContain('"a" deleted');
    await kubectl("delete", ...at, "--all");
    expect(await kubectl("get", ...at, "-o", "name")).toBe("");
  });

  it.each(["background", "foreground", "orphan"])("is deleted by kubectl with --cascade=%s", async (cascade) => {
    await apply(summaryYaml(namespace, "web", 1));
    expect(
      await kubectl("delete", "-n", namespace, "kswcss", "web", `--cascade=${cascade}`, "--timeout=90s"),
    ).toContain("deleted");
    expect(await kubectl("get", "-n", namespace, "kswcss", "-o", "name")).toBe("");
  });

  it("validates what kubectl sends and explains every field", async () => {
    const unknown = summaryYaml(namespace, "web", 1).replace("spec:", "spec:\n  colour: red");
    expect(await failure(apply(unknown))).toContain('unknown field "spec.colour"');
    expect(await failure(apply(unknown, "--validate=strict"))).toContain("strict decoding error");
    expect(await apply(unknown, "--validate=ignore", "--dry-run=server")).toContain("created");
    expect(await failure(apply(summaryYaml(namespace, "web", -1)))).toContain("spec.severities.high");
    // kube-apiserver asks for the schemas once a minute.
    await eventually(async () => {
      const explained = await kubectl("explain", "workloadconfigurationscans.spec.controls.rules.paths", "--recursive");
      expect(explained).toContain("failedPath\t<string>");
    }, 90);
    for (const resource of served) expect(await kubectl("explain", resource, "--recursive")).toContain("metadata");
    expect(
      await kubectl("explain", "vulnerabilitymanifests.spec.payload.matches.vulnerability.cvss.metrics"),
    ).toContain("baseScore\t<number>");
    expect(await kubectl("explain", "workloadconfigurationscansummaries.spec.severities")).toContain(
      "critical\t<integer>",
    );
  });

  // kubectl validates by the schemas that kube-apiserver has fetched.
  it("is edited as a person does it, and shown in every form that kubectl has", async () => {
    await apply(summaryYaml(namespace, "web", 1));
    const at = ["-n", namespace, "kswcss", "web"];
    const editor = "KUBE_EDITOR=sed -i 's/high: 1/high: 6/'";
    const edited = await runCommand("env", [editor, tool, ...asAdministrator(), "edit", ...at]);
    expect(edited).toContain("edited");
    expect(await kubectl("get", ...at, "-o", "jsonpath={.spec.severities.high}")).toBe("6");
    expect(await kubectl("get", ...at, "-o", "yaml")).toContain("kind: WorkloadConfigurationScanSummary\n");
    expect(JSON.parse(await kubectl("get", ...at, "-o", "json"))).toMatchObject({ spec: { severities: { high: 6 } } });
    expect(await kubectl("get", ...at, "-o", "custom-columns=HIGH:.spec.severities.high")).toBe("HIGH\n6\n");
    expect(await kubectl("get", ...at, "-o", "go-template={{.spec.severities.high}}")).toBe("6");
    expect(await kubectl("get", ...at, "-o", "wide", "--show-labels")).toContain(
      "kubescape.io/workload-kind=Deployment",
    );
    expect(await kubectl("get", ...at, "-o", "yaml", "--show-managed-fields")).toContain("manager: kubectl-edit");
    const raw = `/apis/${group}/v1beta1/namespaces/${namespace}/workloadconfigurationscansummaries/web`;
    expect(JSON.parse(await kubectl("get", "--raw", raw))).toMatchObject({ metadata: { name: "web" } });
    expect(await failure(kubectl("patch", ...at, "--type=strategic", "-p", "{}"))).toContain(
      "strategic-merge-patch+json is not supported",
    );
    expect(await kubectl("apply", "view-last-applied", ...at)).toContain("high: 1");
  });

  it("tells kubectl get -w of every change", async () => {
    const args = [
      ...asAdministrator(),
      "get",
      "kswcss",
      "-n",
      namespace,
      "-w",
      "--output-watch-events",
      "--no-headers",
    ];
    const watch = spawn(tool, args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    watch.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
    });
    await apply(summaryYaml(namespace, "first", 1));
    await eventually(() => expect(output).toContain("first"), 20);
    await apply(summaryYaml(namespace, "first", 2));
    await kubectl("delete", "-n", namespace, "kswcss", "first");
    await eventually(() => expect(output).toContain("DELETED"), 20);
    const exited = once(watch, "exit");
    watch.kill();
    await exited;
    const events = output
      .trim()
      .split("\n")
      .map((line) => line.split(/\s+/).slice(0, 4).join(" "));
    expect(events).toEqual(["ADDED first 1 1", "MODIFIED first 1 2", "DELETED first 1 2"]);
  });
});

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

/** Repeats until the expectation holds, at most so many seconds. */
async function eventually(expectation: () => void | Promise<void>, seconds: number): Promise<void> {
  await expect
    .poll(
      async () => {
        try {
          await expectation();
          return "";
        } catch (error) {
          return String(error);
        }
      },
      { timeout: seconds * 1000, interval: 250 },
    )
    .toBe("");
}
