import { type ScannedResource, scannedResource } from "../identity/scanned-resource.ts";
import type { Described } from "./designator.ts";

/** An object as exceptions see it; of a subject with rights, the subject and then what gives it its rights. */
export function describeObject(object: object, resource: ScannedResource): Described[] {
  const related = "relatedObjects" in object && resource.related.length > 0 ? object.relatedObjects : [];
  const parts = (Array.isArray(related) ? related : []).flatMap((one: unknown) => {
    const part = scannedResource(one);
    return part ? [described(one as object, part)] : [];
  });
  return [described(object, resource), ...parts];
}

function described(object: object, { group, kind, namespace, name, id }: ScannedResource): Described {
  return {
    apiGroup: group,
    kind,
    namespace: kind === "Namespace" ? name : namespace,
    name,
    resourceId: id,
    labels: () => {
      const metadata = fieldOf(object, "metadata");
      return metadata && { ...fieldOf(metadata, "labels") };
    },
    annotations: () => ({ ...fieldOf(object, "metadata", "annotations") }),
    containerNames: () => podSpecs(object).flatMap(containerNames),
  };
}

/** Where the workload kinds of Kubernetes keep the specification of their pods. */
function podSpecs(object: object): object[] {
  return [
    fieldOf(object, "spec"),
    fieldOf(object, "spec", "template", "spec"),
    fieldOf(object, "spec", "jobTemplate", "spec", "template", "spec"),
  ].filter((spec) => spec !== undefined);
}

function containerNames(podSpec: object): string[] {
  const { containers } = podSpec as { containers?: unknown };
  return (Array.isArray(containers) ? containers : [])
    .map((container: unknown) => (container as { name?: unknown } | null)?.name)
    .filter((name) => typeof name === "string");
}

function fieldOf(object: object, ...path: string[]): object | undefined {
  let value: unknown = object;
  for (const key of path) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return typeof value === "object" && value !== null ? value : undefined;
}
