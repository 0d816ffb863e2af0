// What clients are told, beside a custom resource of the same shape that kube-apiserver keeps itself.
import { afterAll, beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Cluster } from "../../cluster/cluster.ts";
import { type ApiAnswer, apiRequest } from "../api-request.ts";
import { group } from "../scans.ts";
import { storageOnCluster } from "../storage-on-cluster.ts";
import type { StorageProcess } from "../storage-process.ts";
import { applying } from "./applying.ts";
import { asking } from "./asking.ts";
import { badRequests } from "./bad-requests.ts";
import { changing } from "./changing.ts";
import { comparableAnswers } from "./comparable.ts";
import { deleteOptions } from "./delete-options.ts";
import { deleting } from "./deleting.ts";
import { deliberate } from "./deliberate.ts";
import { making } from "./making.ts";
import { paging } from "./paging.ts";
import { patching } from "./patching.ts";
import { reading } from "./reading.ts";
import type { Make, Subject } from "./subject.ts";
import { watching } from "./watching.ts";

const kept = { group: "compare.example.com", kind: "Counted", plural: "counteds" };
const ours = { group, kind: "WorkloadConfigurationScanSummary", plural: "workloadconfigurationscansummaries" };
const definition = `${kept.plural}.${kept.group}`;
const stories = {
  badRequests,
  making,
  changing,
  deleting,
  deleteOptions,
  reading,
  asking,
  watching,
  applying,
  paging,
  patching,
};

let cluster: Cluster;
let storage: StorageProcess;

beforeAll(async () => {
  ({ cluster, storage } = await storageOnCluster());
  await cluster.kubectl(["apply", "-f", "-"], { input: customResource() });
  await cluster.kubectl(["wait", "--for=condition=Established", `crd/${definition}`, "--timeout=30s"]);
});
afterAll(async () => {
  await cluster?.kubectl(["delete", "crd", definition, "--ignore-not-found"]);
  await storage?.remove();
});

it.each(Object.entries(stories))("answers as kube-apiserver does: %s", async (title, story) => {
  const namespace = `like-a-crd-${title.toLowerCase()}`;
  await cluster.kubectl(["create", "namespace", namespace]);
  const expected = await told(story, { ...kept, namespace });
  const found = await told(story, { ...ours, namespace });
  for (const subject of [kept, ours]) await letGo({ ...subject, namespace });
  await cluster.kubectl(["delete", "namespace", namespace, "--wait=false"]);

  const names = Object.keys(story);
  const different = names.filter((_name, at) => JSON.stringify(found[at]) !== JSON.stringify(expected[at]));
  const unforeseen = different.filter((name) => !(name in deliberate));
  expect(found.filter((_answer, at) => unforeseen.includes(names[at] ?? ""))).toEqual(
    expected.filter((_answer, at) => unforeseen.includes(names[at] ?? "")),
  );
  expect(different).toEqual(names.filter((name) => name in deliberate));
});

/** What the requests of a story are answered, one after the other. */
async function told(story: Record<string, Make>, subject: Subject): Promise<object[]> {
  const answers = new Map<string, ApiAnswer>();
  const comparable = comparableAnswers(subject);
  const result: object[] = [];
  for (const [name, make] of Object.entries(story)) {
    const {
      at = "",
      path = `${collection(subject)}${at}`,
      ...request
    } = make(subject, (earlier) => {
      return answers.get(earlier) ?? expect.unreachable(`there was no request "${earlier}"`);
    });
    const answer = await apiRequest(cluster, { ...request, path });
    answers.set(name, answer);
    result.push({ name, ...comparable(name, answer) });
  }
  return result;
}

function collection({ group: of, namespace, plural }: Subject): string {
  return `/apis/${of}/v1beta1/namespaces/${namespace}/${plural}`;
}

/** Takes the finalizers of what is left, so that the namespace can end. */
async function letGo(subject: Subject): Promise<void> {
  const { body } = await apiRequest(cluster, { method: "GET", path: collection(subject) });
  for (const { metadata } of body.items.filter((item: ApiAnswer["body"]) => item.metadata.finalizers)) {
    await apiRequest(cluster, {
      method: "PATCH",
      path: `${collection(subject)}/${metadata.name}`,
      headers: { "Content-Type": "application/merge-patch+json" },
      body: '{"metadata":{"finalizers":null}}',
    });
  }
}

/** Of the same fields, and the same of them owned as a whole. */
function customResource(): string {
  const atomic = { "x-kubernetes-map-type": "atomic" };
  const count = { type: "integer" };
  const counts = { critical: count, high: count, medium: count, low: count, unknown: count };
  const severities = { type: "object", properties: counts, ...atomic };
  const controls = { type: "object", "x-kubernetes-preserve-unknown-fields": true, ...atomic };
  const spec = { type: "object", properties: { severities, controls } };
  const schema = { openAPIV3Schema: { type: "object", properties: { spec } } };
  const { plural, kind } = kept;
  return stringify({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: definition },
    spec: {
      group: kept.group,
      scope: "Namespaced",
      names: { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: "v1beta1", served: true, storage: true, schema }],
    },
  });
}
