import type { ResourceLine, ScannedControl } from "@sortie/wire";
import { type ObjectName, resourceId, resourceIdAnnotation } from "@sortie/wire/plain";
import { nameInId } from "./resource-id.ts";

/**
 * What a scan says of one resource. `related`: role and binding of a subject. Verdicts and lists of them may be shared between
 * resources: nobody changes them.
 */
export type Judged = {
  /** Kubescape's resource ID (docs/reference/posture-results.md, "Resource IDs"). */
  id: string;
  name: ObjectName;
  related: readonly ObjectName[];
  controls: readonly ScannedControl[];
};

/** A result as it is stored, or on its way to where that would be. */
export function judgedOf(
  { metadata, relatedObjects }: Omit<ResourceLine, "verdicts">,
  controls: readonly ScannedControl[],
): Judged {
  const id = metadata.annotations?.[resourceIdAnnotation] ?? `${metadata.namespace ?? ""}/${metadata.name ?? ""}`;
  const related = relatedObjects.map(
    ({ apiGroup, apiVersion, ...others }): ObjectName => ({ ...others, group: apiGroup, version: apiVersion }),
  );
  return { id, name: nameInId(id, related.map(resourceId)), related, controls };
}
