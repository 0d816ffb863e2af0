import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { connectCluster } from "@sortie/kube";
import { kubeconfigOf } from "@sortie/kube/testing";
import { loadLibrary, scannedResource } from "@sortie/posture";
import { smallLibrary } from "@sortie/posture/testing";
import { createLogger } from "@sortie/process";
import type { ConfigTarget } from "@sortie/wire";
import { afterAll, expect, it } from "vitest";
import { json, providerServer, truncated } from "../cloud/provider-server.ts";
import { Config } from "../config.ts";
import { judgedBy } from "./judged-by.ts";

const dir = mkdtempSync(join(tmpdir(), "sortie-judged-by-"));
afterAll(() => rmSync(dir, { recursive: true }));

const library = loadLibrary(smallLibrary());
const status = (code: number, reason: string) =>
  json({ kind: "Status", status: "Failure", code, reason, message: `it is ${reason}` }, code);
const list = (...items: object[]) => json({ kind: "List", metadata: {}, items });
const namespaced = "/apis/kubescape.io/v1beta1/securityexceptions";
const clusterWide = "/apis/kubescape.io/v1beta1/clustersecurityexceptions";
const inputs = "/apis/kubescape.io/v1/controlinputs/default";

const posture = [{ controlID: "C-0001", action: "ignore" }];
const exception = (name: string, spec: object) => ({
  kind: "SecurityException",
  metadata: { name, namespace: "shop" },
  spec: { posture, ...spec },
});
const clusterException = (name: string, spec: object) => ({
  kind: "ClusterSecurityException",
  metadata: { name },
  spec: { posture, ...spec },
});

it("judges by the library alone where the cluster has none of the kinds, and says nothing of it", async () => {
  const notServed = (response: ServerResponse) =>
    void response.writeHead(404, { "content-type": "text/plain" }).end("404 page not found\n");
  const answers = { [namespaced]: notServed, [clusterWide]: notServed, [inputs]: status(404, "NotFound") };
  expect(await judged(answers)).toEqual({
    accepted: { shop: [], till: [] },
    forbidden: ["bad"],
    unusable: {},
    log: [],
  });
});

it("accepts what the cluster's objects accept, where they say", async () => {
  const namespaces = ["shop", "till"].map((name) => ({ metadata: { name, labels: { of: name } } }));
  const { accepted, unusable } = await judged({
    [namespaced]: list(exception("own", {}), exception("gone", { expiresAt: "2026-01-01T00:00:00Z" })),
    [clusterWide]: list(clusterException("tills", { match: { namespaceSelector: { matchLabels: { of: "till" } } } })),
    "/api/v1/namespaces": list(...namespaces),
  });
  expect(accepted).toEqual({ shop: ["own/C-0001"], till: ["tills/C-0001"] });
  expect(unusable).toEqual({});
});

it("names each broken one in the log, counts it, and takes the others", async () => {
  const { accepted, unusable, log } = await judged({
    [namespaced]: list(
      exception("no-date", { expiresAt: "soon" }),
      exception("no-control", { posture: [{ controlID: "C-4711" }, ...posture] }),
    ),
    [clusterWide]: list(clusterException("no-match", { match: { resource: [] } })),
  });
  expect(accepted).toEqual({ shop: ["no-control/C-0001"], till: [] });
  expect(unusable).toEqual({ brokenExceptions: 3 });
  expect(log.filter(({ msg }) => msg === "exception skipped")).toMatchObject(
    [
      { kind: "SecurityException", namespace: "shop", resource: "no-date", reason: /^spec\.expiresAt: / },
      { resource: "no-control", reason: /no control "C-4711"/ },
      { kind: "ClusterSecurityException", namespace: "", resource: "no-match", reason: /"resource"/ },
    ].map(({ reason, ...line }) => ({ ...line, reason: expect.stringMatching(reason) })),
  );
});

it("names those of its request that accept nothing as well", async () => {
  const policy = (name: string, controlID: string) => ({
    name,
    policyType: "postureExceptionPolicy",
    posturePolicies: [{ frameworkName: "", controlID, controlName: "", ruleName: "" }],
    resources: [{ designatorType: "Attributes" as const, attributes: { kind: "Pod" } }],
  });
  const exceptions = [policy("known", "C-0001"), policy("unknown", "C-4711")];
  const { accepted, unusable, log } = await judged({}, {}, { exceptions });
  expect(accepted).toEqual({ shop: ["known", "unknown"], till: ["known", "unknown"] });
  expect(unusable).toEqual({ brokenExceptions: 1 });
  const reason = expect.stringContaining('posturePolicies.0.controlID: there is no control "C-4711"');
  expect(log).toContainEqual(expect.objectContaining({ resource: "unknown", reason, msg: "exception skipped" }));
});

it.each([
  ["it may not read", status(403, "Forbidden")],
  ["the server cannot convert", status(500, "InternalError")],
])("accepts nothing by exceptions that %s, says so, and takes the others", async (_why, refused) => {
  const { accepted, log } = await judged({ [namespaced]: refused, [clusterWide]: list(clusterException("all", {})) });
  expect(accepted).toEqual({ shop: ["all/C-0001"], till: ["all/C-0001"] });
  expect(log).toContainEqual(expect.objectContaining({ kind: "securityexceptions", msg: "exceptions not read" }));
});

it.each<[what: string, target: Partial<ConfigTarget>]>([
  ["namespaces", { includeNamespaces: ["shop", "closed"] }],
  ["object", { object: { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" } }],
])("reads the exceptions of the scan's own %s where it may not read all", async (_what, target) => {
  const answers = {
    [namespaced]: status(403, "Forbidden"),
    "/apis/kubescape.io/v1beta1/namespaces/shop/": list(exception("own", {})),
    "/apis/kubescape.io/v1beta1/namespaces/closed/": status(403, "Forbidden"),
  };
  const { accepted, log } = await judged(answers, {}, target);
  expect(accepted).toEqual({ shop: ["own/C-0001"], till: [] });
  const unread = log.filter(({ msg }) => msg === "exceptions not read").map(({ namespace }) => namespace);
  expect(unread).toEqual(target.includeNamespaces === undefined ? [] : ["closed"]);
});

it("accepts nothing by labels of namespaces that it may not list", async () => {
  const answers = {
    [clusterWide]: list(
      clusterException("labelled", { match: { namespaceSelector: {} } }),
      clusterException("all", {}),
    ),
    "/api/v1/namespaces": status(403, "Forbidden"),
  };
  expect(await judged(answers)).toMatchObject({
    accepted: { shop: ["all/C-0001"], till: ["all/C-0001"] },
    unusable: { brokenExceptions: 1 },
  });
});

it("judges with the cluster's control inputs, and the library's where those cannot be used", async () => {
  const controlInput = (controls: object) => json({ kind: "ControlInput", spec: { controls } });
  expect(await judged({ [inputs]: controlInput({ forbidden: ["worse"] }) })).toMatchObject({ forbidden: ["worse"] });
  const broken = await judged({ [inputs]: controlInput({ forbidden: "worse", forbiden: [] }) });
  expect(broken.forbidden).toEqual(["bad"]);
  expect(broken.log.filter(({ msg }) => msg === "control input skipped")).toHaveLength(2);
  expect(await judged({ [inputs]: status(403, "Forbidden") })).toMatchObject({
    forbidden: ["bad"],
    log: [expect.objectContaining({ msg: "control inputs not read" })],
  });
});

it("asks for no control inputs where a file has them", async () => {
  const answers = { [inputs]: json({ kind: "ControlInput", spec: { controls: { forbidden: ["worse"] } } }) };
  expect(await judged(answers, { CONTROL_INPUTS_FILE: "inputs.json" })).toMatchObject({ forbidden: ["bad"] });
});

it("is to be started again where the cluster goes away", async () => {
  const cut = judged({ [namespaced]: truncated("{") });
  await expect(cut).rejects.toMatchObject({ code: "cluster_unreachable", retry: true });
});

it.each([namespaced, inputs])("is to be started again where the cluster is too busy to read %s", async (path) => {
  const busy = judged({ [path]: status(503, "ServiceUnavailable") });
  await expect(busy).rejects.toMatchObject({ code: "cluster_unreachable", retry: true });
});

/** What exceptions accept of a bad pod in each namespace, and the list of forbidden names. */
async function judged(
  answers: Parameters<typeof providerServer>[0],
  env: Record<string, string> = {},
  wanted: Partial<ConfigTarget> = {},
) {
  await using server = await providerServer({ ...answers, "/": status(404, "NotFound") });
  const kubeconfig = join(dir, "kubeconfig");
  writeFileSync(kubeconfig, kubeconfigOf(server.url));
  const scanned = await connectCluster({ kubeconfig, userAgent: "test" });
  const { log, lines } = recorded();
  const lists = { includeNamespaces: [], excludedNamespaces: [], frameworks: [], controls: [] };
  const target = { type: "config" as const, ...lists, ...wanted };
  const request = { jobId: "job-1", parentId: null, requestedAt: "2026-06-01T00:00:00Z", target };
  const deps = { scanned, log, signal: AbortSignal.timeout(20_000) };
  try {
    const { library: used, exceptions, unusable } = await judgedBy(library, request, Config.parse(env), deps);
    const namesIn = (namespace: string) => {
      const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "bad", namespace } };
      const resource = scannedResource(pod);
      return resource === undefined ? [] : exceptions(pod, resource).map(({ name }) => name);
    };
    const accepted = { shop: namesIn("shop"), till: namesIn("till") };
    return { accepted, forbidden: used.inputs.forbidden, unusable, log: lines() };
  } finally {
    await scanned.close();
  }
}

function recorded() {
  const chunks: string[] = [];
  const write = (chunk: Buffer, _encoding: string, done: () => void) => {
    chunks.push(chunk.toString());
    done();
  };
  const all = () => chunks.join("").trim().split("\n").filter(Boolean);
  return {
    log: createLogger("test", "info", new Writable({ write })),
    lines: () => all().map((line) => JSON.parse(line) as { msg: string } & Record<string, unknown>),
  };
}
