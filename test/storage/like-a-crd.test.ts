// What people read when they are wrong: the same as of a custom resource that kube-apiserver keeps itself.
import { afterAll, beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import { bringUp, type Cluster } from "../cluster/cluster.ts";
import { uninstall } from "../e2e/installation.ts";
import { type ApiAnswer, apiRequest } from "./api-request.ts";
import { badRequests, type Subject } from "./bad-requests.ts";
import { group } from "./scans.ts";
import { installStorage, type StorageProcess } from "./storage-process.ts";

const namespace = "like-a-crd";
const kept: Subject = { group: "compare.example.com", kind: "Counted", plural: "counteds", namespace };
const ours: Subject = {
  group,
  kind: "WorkloadConfigurationScanSummary",
  plural: "workloadconfigurationscansummaries",
  namespace,
};
const definition = `${kept.plural}.${kept.group}`;

let cluster: Cluster;
let storage: StorageProcess;

beforeAll(async () => {
  cluster = await bringUp({ name: "parts" });
  await uninstall(cluster);
  storage = await installStorage(cluster);
  await cluster.kubectl(["apply", "-f", "-"], { input: customResource() });
  await cluster.kubectl(["wait", "--for=condition=Established", `crd/${definition}`, "--timeout=30s"]);
  await cluster.kubectl(["create", "namespace", namespace]);
  await storage.waitUntilAvailable();
});
afterAll(async () => {
  await cluster?.kubectl(["delete", "crd", definition, "--ignore-not-found"]);
  await cluster?.kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]);
  await storage?.remove();
});

it("answers what is wrong with the codes, reasons and sentences of kube-apiserver", async () => {
  const different: object[] = [];
  const codes = new Set<number>();
  for (const [name, make] of Object.entries(badRequests)) {
    const [expected, found] = [await answer(kept, make), await answer(ours, make)];
    codes.add(expected.code);
    if (JSON.stringify(found) !== JSON.stringify(expected)) different.push({ name, expected, found });
  }
  expect(different).toEqual([]);
  expect([...codes].toSorted((a, b) => a - b)).toEqual([200, 201, 400, 404, 406, 409, 413, 415, 422]);
});

/** Code, reason and message, with the names of the kind left out; of an object that it is one. */
async function answer(subject: Subject, make: (typeof badRequests)[string]) {
  const { at = "", ...request } = make(subject);
  const path = `/apis/${subject.group}/v1beta1/namespaces/${subject.namespace}/${subject.plural}${at}`;
  const { code, body }: ApiAnswer = await apiRequest(cluster, { ...request, path });
  if (body.kind !== "Status") return { code };
  const message = String(body.message ?? "")
    .replaceAll(subject.plural, "PLURAL")
    .replaceAll(subject.group, "GROUP")
    .replaceAll(subject.kind, "KIND")
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "UID")
    .replaceAll(/(in precondition|in object meta): \d+/g, "$1: VERSION");
  return { code, reason: body.reason, message };
}

function customResource(): string {
  const count = { type: "integer" };
  const severities = {
    type: "object",
    properties: { critical: count, high: count, medium: count, low: count, unknown: count },
  };
  const controls = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const spec = { type: "object", properties: { severities, controls } };
  const { plural, kind } = kept;
  return stringify({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: definition },
    spec: {
      group: kept.group,
      scope: "Namespaced",
      names: { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: "v1beta1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", properties: { spec } } },
        },
      ],
    },
  });
}
