import { expect, it } from "vitest";
import type { Metadata } from "../meta/metadata.ts";
import { type Owner, rules } from "./owners.ts";

const wlid = "wlid://cluster-prod-eu/namespace-shop/deployment-web-front";
const whole = { container: undefined, subjectId: undefined };
const deployment = { is: "object", namespace: "shop", kind: "deployment", name: "web-front", ...whole };
const of = (annotations: Record<string, string>, labels: Record<string, string> = {}): Metadata => ({
  annotations: prefixed(annotations),
  labels: prefixed(labels),
});

it.each<[rule: string, plural: string, metadata: Metadata, owners: object[] | undefined]>([
  [
    "finds the object of a scan by its wlid, in the group of its labels",
    "workloadconfigurationscans",
    of({ wlid }, { "workload-kind": "Deployment", "workload-api-group": "apps" }),
    [{ ...deployment, group: "apps" }],
  ],
  [
    "does not take the group of a subject for that of its binding",
    "workloadconfigurationscansummaries",
    of({ wlid: "wlid://cluster-c/namespace-/clusterrolebinding-a-b" }, { "workload-kind": "ServiceAccount" }),
    [{ is: "object", kind: "clusterrolebinding", namespace: "", name: "a-b", group: undefined, ...whole }],
  ],
  [
    "ties results of a subject to what its binding says",
    "workloadconfigurationscans",
    {
      annotations: {
        "kubescape.io/wlid": "wlid://cluster-c/namespace-shop/rolebinding-team",
        "sortie.dev/resource-id": "an ID",
      },
      labels: prefixed({ "workload-kind": "User", "rbac-resource": "true" }),
    },
    [
      {
        is: "object",
        kind: "rolebinding",
        namespace: "shop",
        name: "team",
        group: undefined,
        container: undefined,
        subjectId: "an ID",
      },
    ],
  ],
  [
    "leaves to the garbage collector what it deletes with the object",
    "workloadconfigurationscans",
    { ...of({ wlid }), ownerReferences: [ownedBy("web-front")] },
    undefined,
  ],
  [
    "does not take another owner for the object",
    "workloadconfigurationscans",
    { ...of({ wlid }), ownerReferences: [ownedBy("other")] },
    [{ ...deployment, group: undefined }],
  ],
  ["keeps a scan that names nothing", "workloadconfigurationscans", of({}), undefined],
  ["keeps what a user manages", "applicationprofiles", of({ wlid, "managed-by": "User" }), undefined],
  [
    "does not take a label for the annotation by which users manage something",
    "applicationprofiles",
    of({ wlid }, { "managed-by": "User" }),
    [{ ...deployment, group: undefined, container: undefined }],
  ],
  [
    "keeps what is labelled to be kept",
    "vulnerabilitymanifests",
    { ...of({ "image-id": "a@sha256:1" }), labels: { "sortie.dev/retention": "keep" } },
    undefined,
  ],
  ["keeps documents about nodes", "sbomsyfts", of({}, { "sbom-type": "node" }), undefined],
  ["ties a document to its image", "sbomsyfts", of({ "image-id": "a@sha256:1" }), [{ is: "image", id: "a@sha256:1" }]],
  ["ties a document without an image to nothing", "sbomsyfts", of({ "instance-id": "i" }), []],
  [
    "ties a manifest to both",
    "vulnerabilitymanifests",
    of({ "image-id": "a", "instance-id": "i" }),
    [
      { is: "image", id: "a" },
      { is: "instance", id: "i" },
    ],
  ],
  [
    "ties a summary to its container",
    "vulnerabilitymanifestsummaries",
    of({ wlid, "workload-container-name": "app" }),
    [{ ...deployment, group: undefined, container: "app" }],
  ],
  ["ties a summary without a container to nothing", "vulnerabilitymanifestsummaries", of({ wlid }), []],
  [
    "ties a profile to its generation",
    "containerprofiles",
    of({ wlid }, { "workload-kind": "ReplicaSet", "instance-template-hash": "5f6" }),
    [{ is: "template", namespace: "shop", hash: "5f6" }],
  ],
  [
    "ties the profile of a Job to the Job: its hash is nobody's label",
    "networkneighborhoods",
    of({ wlid: "wlid://cluster-c/namespace-shop/job-once" }, { "instance-template-hash": "5f6" }),
    [{ ...deployment, kind: "job", name: "once", group: undefined }],
  ],
])("%s", (_rule, plural, metadata, owners) => {
  expect(rules.get(plural)?.owners({ namespace: "shop", metadata })).toEqual(owners as Owner[] | undefined);
});

it("has no rule for what administrators write", () => {
  expect(rules.has("knownservers")).toBe(false);
  expect(rules.has("collapseconfigurations")).toBe(false);
});

function ownedBy(name: string) {
  const unset = { controller: undefined, blockOwnerDeletion: undefined };
  return { apiVersion: "apps/v1", kind: "Deployment", name, uid: "u", ...unset };
}

function prefixed(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`kubescape.io/${name}`, text]));
}
