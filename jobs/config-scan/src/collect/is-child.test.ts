import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { isChild } from "./is-child.ts";

it.each<[what: string, kind: string, metadata: NonNullable<KubeObject["metadata"]>, child: boolean]>([
  ["a pod of a ReplicaSet", "Pod", owned("apps/v1", "ReplicaSet"), true],
  ["a ReplicaSet of a Deployment", "ReplicaSet", owned("apps/v1", "Deployment"), true],
  ["a Job of a CronJob", "Job", owned("batch/v1", "CronJob"), true],
  ["a mirror pod of a node", "Pod", owned("v1", "Node"), false],
  ["a ReplicaSet of an Argo Rollout", "ReplicaSet", owned("argoproj.io/v1alpha1", "Rollout"), false],
  ["a Deployment that something owns", "Deployment", owned("apps/v1", "Deployment"), false],
  ["a pod of its own", "Pod", {}, false],
  ["an orphaned pod of a ReplicaSet", "Pod", { labels: { "pod-template-hash": "5d" } }, true],
])("%s", (_what, kind, metadata, child) => {
  expect(isChild({ apiVersion: "v1", kind, metadata })).toBe(child);
});

function owned(apiVersion: string, kind: string) {
  return { ownerReferences: [{ apiVersion, kind, name: "owner", uid: "1" }] };
}
