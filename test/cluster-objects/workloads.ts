import { type ClusterObject, metadataOf, type Place } from "./object.ts";
import { type App, podSpec } from "./pod-spec.ts";

const templated = [
  ["apps/v1", "Deployment"],
  ["apps/v1", "Deployment"],
  ["apps/v1", "Deployment"],
  ["apps/v1", "Deployment"],
  ["apps/v1", "StatefulSet"],
  ["apps/v1", "DaemonSet"],
  ["apps/v1", "ReplicaSet"],
  ["batch/v1", "Job"],
  ["v1", "ReplicationController"],
] as const;

/** The controller of an app's pods. */
export function workload(place: Place, app: App): ClusterObject {
  const { random } = place;
  if (random.chance(0.1)) return cronJob(place, app);
  const [apiVersion, kind] = random.pick(templated);
  return {
    apiVersion,
    kind,
    metadata: metadataOf(place, app.name, app.labels),
    spec: {
      replicas: 1 + random.below(4),
      revisionHistoryLimit: 10,
      selector: kind === "ReplicationController" ? app.labels : { matchLabels: app.labels },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      template: { metadata: { labels: app.labels }, spec: podSpec(random, app) },
    },
    status: { observedGeneration: 3, replicas: 2, readyReplicas: 2, availableReplicas: 2, updatedReplicas: 2 },
  };
}

function cronJob(place: Place, app: App): ClusterObject {
  const template = { metadata: { labels: app.labels }, spec: podSpec(place.random, app) };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: metadataOf(place, app.name, app.labels),
    spec: { schedule: "15 3 * * *", concurrencyPolicy: "Forbid", jobTemplate: { spec: { template } } },
  };
}

/** A pod without a controller. */
export function pod(place: Place, app: App): ClusterObject {
  const { random } = place;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: metadataOf(place, `${app.name}-debug`, app.labels),
    spec: { ...podSpec(random, app), nodeName: `node-${random.below(40)}` },
    status: {
      phase: "Running",
      hostIP: "10.0.0.7",
      podIP: `10.244.${random.below(250)}.${random.below(250)}`,
      qosClass: "Burstable",
      conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({ type, status: "True" })),
    },
  };
}

/** What rules about running workloads look at besides. */
export function scaling(place: Place, { name, labels }: App): ClusterObject[] {
  const target = { apiVersion: "apps/v1", kind: "Deployment", name: place.random.chance(0.8) ? name : `${name}-gone` };
  return [
    {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: metadataOf(place, name),
      spec: { scaleTargetRef: target, minReplicas: 1, maxReplicas: 10 },
    },
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: metadataOf(place, name),
      spec: { minAvailable: 1, selector: { matchLabels: labels } },
    },
  ];
}
