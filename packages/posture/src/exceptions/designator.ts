import { type Pattern, pattern } from "./pattern.ts";

/** What an exception can tell objects apart by. */
export type Described = {
  apiGroup: string;
  kind: string;
  namespace: string;
  name: string;
  resourceId: string;
  /** `undefined`: of something that has none, such as a user. */
  labels: () => Record<string, unknown> | undefined;
  annotations: () => Record<string, unknown> | undefined;
  containerNames: () => string[];
};

/** Which objects of a cluster an exception is about. */
export type Designator = {
  /** Patterns of the kind and of the namespace, where it has them: objects are looked up by those that fit one text. */
  kind?: string | undefined;
  namespace?: string | undefined;
  fits(object: Described, clusterName: string): boolean;
  /** The fields of objects that it looks at, besides what names an object. */
  reads: readonly string[];
};

type Attribute = (object: Described, fits: Pattern, clusterName: string) => boolean;

const attributes = new Map<string, Attribute>([
  ["kind", ({ kind }, fits) => fits(kind)],
  ["namespace", ({ namespace }, fits) => fits(namespace)],
  ["name", ({ name }, fits) => fits(name)],
  ["resourceID", ({ resourceId }, fits) => fits(resourceId)],
  ["cluster", (_object, fits, clusterName) => fits(clusterName)],
  ["containerName", ({ containerNames }, fits) => containerNames().some(fits)],
  // Files are gone by the time that objects are judged, and Kubescape's hashes are never computed.
  ["path", () => false],
  ["k8sResourceHash", () => false],
]);

/** All attributes have to fit; a key without a meaning of its own is a label. Without attributes it fits nothing. */
export function designator(given: Record<string, string>): Designator {
  // An empty value says nothing, as in Kubescape.
  const wanted = Object.entries(given).filter(([, value]) => value !== "");
  const parts = wanted.map(([key, value]) => ({
    attribute: attributes.get(key) ?? labelled(key),
    fits: pattern(value),
  }));
  return {
    kind: given.kind,
    namespace: given.namespace,
    fits: (object, clusterName) =>
      parts.length > 0 && parts.every(({ attribute, fits }) => attribute(object, fits, clusterName)),
    reads: wanted.flatMap(([key]) => fieldsReadBy(key)),
  };
}

function fieldsReadBy(key: string): string[] {
  if (key === "containerName") return podSpecFields;
  return attributes.has(key) ? [] : labelFields;
}

const podSpecFields = ["spec", "template", "jobTemplate", "containers"];
const labelFields = ["labels", "annotations"];

function labelled(key: string): Attribute {
  return ({ labels, annotations }, fits) => {
    const value = labels()?.[key] ?? annotations()?.[key];
    return typeof value === "string" && fits(value);
  };
}
