import type { Choices } from "@sortie/rego/choices";

/** A Kubernetes object as an API server lists it. */
export type ClusterObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
};

/** What a maker of objects needs to know of the cluster. */
export type Place = { readonly random: Choices; readonly namespace: string };

/** Metadata as large as that of objects which a delivery tool applied. */
export function metadataOf({ random, namespace }: Place, name: string, labels: Record<string, string> = {}) {
  return {
    name,
    namespace,
    uid: uid(random),
    resourceVersion: String(random.below(9_000_000)),
    generation: 1 + random.below(9),
    creationTimestamp: `2026-0${1 + random.below(9)}-1${random.below(10)}T08:15:42Z`,
    labels: {
      "app.kubernetes.io/instance": name,
      "app.kubernetes.io/managed-by": "Helm",
      "helm.sh/chart": `${name}-${random.below(9)}.${random.below(20)}.0`,
      ...labels,
    },
    annotations: {
      "meta.helm.sh/release-name": name,
      "meta.helm.sh/release-namespace": namespace,
      "example.com/change": text(random, 60),
    },
    managedFields: [managedBy("helm", random), managedBy("kube-controller-manager", random)],
  };
}

/** Who set which fields, as every list of an API server says it. */
function managedBy(manager: string, random: Choices) {
  const fields = ["f:labels", "f:annotations", "f:spec", "f:status", "f:ownerReferences"];
  const fieldsV1 = Object.fromEntries(
    random.list(2, 4, (i) => [fields[i], { ".": {}, [`f:${text(random, 14)}`]: {}, [`f:${text(random, 20)}`]: {} }]),
  );
  return {
    manager,
    operation: "Update",
    apiVersion: "v1",
    time: "2026-09-10T08:15:42Z",
    fieldsType: "FieldsV1",
    fieldsV1,
  };
}

function uid(random: Choices): string {
  return [8, 4, 4, 4, 12].map((length) => text(random, length, "0123456789abcdef")).join("-");
}

/** Text of a given length that compresses as badly as configuration does. */
export function text(random: Choices, length: number, letters = "abcdefghijklmnopqrstuvwxyz0123456789 ="): string {
  return Array.from({ length }, () => letters[random.below(letters.length)]).join("");
}
