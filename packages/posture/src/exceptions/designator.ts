import { type Pattern, pattern } from "./pattern.ts";

/** What an exception can tell objects apart by. `labels` are labels and annotations. */
export type Described = {
  kind: string;
  namespace: string;
  name: string;
  resourceId: string;
  labels: () => Record<string, unknown>;
  containerNames: () => string[];
};

/** Whether an object of a cluster has the attributes of a designator. */
type Designator = (object: Described, clusterName: string) => boolean;

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
  return (object, clusterName) =>
    parts.length > 0 && parts.every(({ attribute, fits }) => attribute(object, fits, clusterName));
}

/** The fields of objects that a designator looks at, besides what names an object. */
export function fieldsReadBy(given: Record<string, string>): string[] {
  return Object.keys(given).flatMap((key) => {
    if (key === "containerName") return podSpecFields;
    return attributes.has(key) ? [] : labelFields;
  });
}

const podSpecFields = ["spec", "template", "jobTemplate", "containers"];
const labelFields = ["labels", "annotations"];

function labelled(key: string): Attribute {
  return ({ labels }, fits) => {
    const value = labels()[key];
    return typeof value === "string" && fits(value);
  };
}
