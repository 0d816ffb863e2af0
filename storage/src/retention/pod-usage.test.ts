import { expect, it } from "vitest";
import { addUsage, emptyUsage, imageKey, instanceKey, type Pod } from "./pod-usage.ts";

const pod: Pod = {
  metadata: { name: "web-5f6-x1", namespace: "shop", labels: { "pod-template-hash": "5f6" } },
  spec: { containers: [{ name: "app" }], initContainers: [{ name: "setup" }] },
  status: { containerStatuses: [{ imageID: "docker-pullable://nginx@sha256:1" }, { imageID: "" }] },
};
const owned = (apiVersion: string, kind: string, name: string, labels: Record<string, string> = {}): Pod => ({
  ...pod,
  metadata: { ...pod.metadata, labels, ownerReferences: [{ apiVersion, kind, name, uid: "1" }] },
});

it("knows an image with and without the runtime's word before it", () => {
  const { images } = usageOf(pod);
  expect(images).toEqual(new Set(["nginx@sha256:1"]));
  expect(images.has(imageKey("nginx@sha256:1"))).toBe(true);
});

it("knows generations of a namespace", () => {
  expect(usageOf(pod).templates).toEqual(new Set(["shop/5f6"]));
  expect(usageOf(owned("apps/v1", "DaemonSet", "logs", { "controller-revision-hash": "7c" })).templates).toEqual(
    new Set(["shop/7c"]),
  );
});

it.each<[who: string, pod: Pod, id: string]>([
  ["a pod", pod, "apiVersion-v1/namespace-shop/kind-Pod/name-web-5f6-x1/initContainerName-setup"],
  [
    "the owner of a pod",
    owned("apps/v1", "ReplicaSet", "web-5f6"),
    "apiVersion-apps/v1/namespace-shop/kind-ReplicaSet/name-web-5f6/containerName-app",
  ],
  [
    "a generation of a DaemonSet",
    owned("apps/v1", "DaemonSet", "logs", { "controller-revision-hash": "7c" }),
    "apiVersion-apps/v1/namespace-shop/kind-DaemonSet/name-logs-7c/containerName-app",
  ],
  [
    "a generation of a StatefulSet",
    owned("apps/v1", "StatefulSet", "db", { "controller-revision-hash": "db-7c" }),
    "apiVersion-apps/v1/namespace-shop/kind-StatefulSet/name-db-7c/containerName-app",
  ],
  [
    "any Job of a CronJob",
    owned("batch/v1", "Job", "nightly-29384910"),
    "apiVersion-batch/v1/namespace-shop/kind-Job/name-nightly-6d5f8/containerName-app",
  ],
])("knows the containers of %s", (_who, seen, id) => {
  expect(usageOf(seen).instances.has(instanceKey(id))).toBe(true);
  expect(usageOf(seen).instances.has(instanceKey(`${id}-other`))).toBe(false);
});

function usageOf(seen: Pod) {
  const usage = emptyUsage();
  addUsage(usage, seen);
  return usage;
}
