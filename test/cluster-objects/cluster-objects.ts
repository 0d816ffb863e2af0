import { Choices } from "@sortie/rego/choices";
import { clusterRights, namespacedRights, serviceAccount } from "./access.ts";
import { claim, configMap, secret } from "./configuration.ts";
import { controlPlanePods } from "./control-plane-pods.ts";
import { endpoints, ingress, networkPolicy, route, service } from "./network.ts";
import { controlPlane, node } from "./nodes.ts";
import { type ClusterObject, metadataOf, type Place } from "./object.ts";
import type { App } from "./pod-spec.ts";
import { pod, scaling, workload } from "./workloads.ts";

/** Kinds that a cluster has a handful of, however large it is. */
const kept = { controlPlaneNodes: 3, storageClasses: 5 };
/** A larger cluster has more namespaces and nodes rather than larger ones. */
const objectsEach = { namespace: 50, node: 400, clusterRole: 100 };

/**
 * Objects of a cluster that nobody has, the same for the same seed and number: every kind that a generic cluster has and
 * rules of the control library match, in the proportions of clusters, 2 to 2.5 kB of JSON each on average.
 */
export function* clusterObjects(count: number, seed = 1): Generator<ClusterObject> {
  let made = 0;
  for (const object of endlessObjects(count, new Choices(seed))) {
    if (made === count) return;
    made += 1;
    yield object;
  }
}

function* endlessObjects(count: number, random: Choices): Generator<ClusterObject> {
  for (let i = 0; i < kept.controlPlaneNodes; i++) {
    yield controlPlane(random, `control-plane-${i}`);
    yield* controlPlanePods({ random }, `control-plane-${i}`);
  }
  for (let i = 0; i < count / objectsEach.node; i++) yield* node(random, `node-${i}`);
  for (let i = 0; i < count / objectsEach.clusterRole; i++) yield* clusterRights(random, `role-${i}`, `team-${i}`);
  yield* fixtures(random);
  for (let i = 0; ; i++) yield* namespaceObjects({ random, namespace: i === 0 ? "default" : `team-${i}` });
}

function* fixtures(random: Choices): Generator<ClusterObject> {
  const inCluster = (name: string): ClusterObject["metadata"] => {
    const { namespace: _, ...metadata } = metadataOf({ random, namespace: "" }, name);
    return metadata;
  };
  for (let i = 0; i < kept.storageClasses; i++) {
    const parameters = { type: "gp3", encrypted: String(i % 2 === 0) };
    const metadata = inCluster(`class-${i}`);
    yield {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata,
      provisioner: "csi.example.com",
      parameters,
    };
  }
  yield {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: inCluster("checks"),
    webhooks: [{ name: "checks.example.com", rules: [{ apiGroups: ["apps"], resources: ["deployments"] }] }],
  };
  yield {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: inCluster("v1beta1.metrics.k8s.io"),
    spec: {
      group: "metrics.k8s.io",
      version: "v1beta1",
      service: { name: "metrics-server", namespace: "kube-system" },
    },
  };
}

function* namespaceObjects(place: Place): Generator<ClusterObject> {
  const { random, namespace } = place;
  const labels = random.chance(0.3) ? { "pod-security.kubernetes.io/enforce": "baseline" } : {};
  const { namespace: _, ...metadata } = metadataOf(place, namespace, labels);
  yield { apiVersion: "v1", kind: "Namespace", metadata, spec: { finalizers: ["kubernetes"] } };
  let made = 1;
  for (let i = 0; made < objectsEach.namespace; i++) {
    const account = random.chance(0.7) ? `app-${i}` : "default";
    for (const object of appObjects(place, { name: `app-${i}`, account, labels: { app: `app-${i}`, tier: "web" } })) {
      made += 1;
      yield object;
    }
  }
}

function* appObjects(place: Place, app: App): Generator<ClusterObject> {
  const { random } = place;
  yield workload(place, app);
  if (random.chance(0.4)) yield pod(place, app);
  if (app.account !== "default") yield serviceAccount(place, app);
  if (random.chance(0.7)) yield service(place, app);
  if (random.chance(0.2)) yield* endpoints(place, app);
  if (random.chance(0.6)) yield configMap(place, app);
  if (random.chance(0.4)) yield secret(place, app);
  if (random.chance(0.3)) yield networkPolicy(place, app);
  if (random.chance(0.2)) yield ingress(place, app);
  if (random.chance(0.05)) yield route(place, app);
  if (random.chance(0.1)) yield* scaling(place, app);
  if (random.chance(0.1)) yield* claim(place, app);
  if (random.chance(0.2)) yield* namespacedRights(place, app);
}
