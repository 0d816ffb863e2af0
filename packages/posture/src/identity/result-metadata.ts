import { type ObjectName, resourceIdAnnotation } from "@sortie/wire/plain";
import type { ScannedResource } from "./scanned-resource.ts";
import { slug } from "./slug.ts";

/** Where a resource's results are stored. Both result kinds share it. */
export type ResultMetadata = {
  name: string;
  namespace: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
};

/** The cluster's name as it appears in wlids, and the namespace of results that belong to no workload namespace. */
export type ResultPlace = { clusterName: string; resultsNamespace: string };

/** Name, namespace, labels and annotations of a resource's results: docs/reference/posture-results.md. */
export function resultMetadata(resource: ScannedResource, place: ResultPlace): ResultMetadata {
  const isPlain = resource.related.length === 0;
  return {
    name: slug(
      isPlain ? kindAndName(resource) : [resource, ...rolesFirst(resource.related)].map(kindAndName).join("-"),
    ),
    namespace: (isPlain && resource.namespace) || place.resultsNamespace,
    labels: { ...workloadLabels(resource), ...rbacLabels(resource.related) },
    annotations: { "kubescape.io/wlid": wlid(resource, place.clusterName), [resourceIdAnnotation]: resource.id },
  };
}

/** `wlid://cluster-<cluster>/namespace-<namespace>/<kind>-<name>`; of a subject it is its binding's. */
function wlid(resource: ScannedResource, clusterName: string): string {
  const { namespace, kind, name } = resource.related.find((one) => one.kind.endsWith("Binding")) ?? resource;
  return `wlid://cluster-${clusterName}/namespace-${namespace}/${kind.toLowerCase()}-${name}`;
}

function workloadLabels(resource: ScannedResource): Record<string, string> {
  return present({
    "kubescape.io/workload-api-group": resource.group,
    "kubescape.io/workload-api-version": resource.version,
    "kubescape.io/workload-kind": resource.kind,
    "kubescape.io/workload-name": resource.name,
    "kubescape.io/workload-namespace": resource.namespace,
  });
}

function rbacLabels(related: readonly ObjectName[]): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const { kind, name, namespace } of related) {
    if (!/^(Cluster)?Role(Binding)?$/.test(kind)) continue;
    const prefix = `kubescape.io/${kind.toLowerCase()}`;
    Object.assign(labels, {
      "kubescape.io/rbac-resource": "true",
      [`${prefix}-name`]: name,
      [`${prefix}-namespace`]: namespace,
    });
  }
  return present(labels);
}

/** Label values as Kubernetes takes them; empty ones are left out. */
function present(labels: Record<string, string>): Record<string, string> {
  const entries = Object.entries(labels).map(([key, value]) => [key, labelValue(value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

/** A valid value stays as it is, so that `Deployment` keeps its case. */
function labelValue(value: string): string {
  if (/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(value)) return value;
  const trim = (text: string) => text.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
  return trim(trim(value.replace(/[^A-Za-z0-9_.-]/g, "-").toLowerCase()).slice(0, 63));
}

function kindAndName({ kind, name }: ObjectName): string {
  return `${kind}-${name}`;
}

/** Names of subjects' results list the role before the binding, whatever the order in the answer. */
function rolesFirst(related: readonly ObjectName[]): ObjectName[] {
  return related.toSorted((a, b) => Number(a.kind.endsWith("Binding")) - Number(b.kind.endsWith("Binding")));
}
