import type { ScannedControl } from "@sortie/wire";
import type { ScannedResource } from "../identity/scanned-resource.ts";
import type { ResourcePosture } from "./posture.ts";
import { scannedControl } from "./scanned-control.ts";

/** Role and binding of a subject; none of other resources. */
export function relatedObjects({ related }: Pick<ScannedResource, "related">) {
  return related.map(({ group, version, kind, namespace, name }) => ({
    namespace,
    apiGroup: group,
    apiVersion: version,
    kind,
    name,
  }));
}

/** What each control that judged the resource says of it, with rules and paths. */
export function scannedControls({ controls, verdicts }: ResourcePosture): ScannedControl[] {
  return controls.map((judged) => scannedControl(verdicts, judged));
}
