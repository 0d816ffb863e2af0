import type { ResourceLine, ScannedControl, WorkloadConfigurationScan } from "@sortie/wire";

/** What a scan says of one resource, wherever it was read from. Verdicts may be shared between resources: nobody changes them. */
export type Judged = Omit<ResourceLine, "verdicts"> & { controls: ScannedControl[] };

/** A stored result. */
export function judgedOf({ metadata, spec }: WorkloadConfigurationScan): Judged {
  return { metadata, relatedObjects: spec.relatedObjects ?? [], controls: Object.values(spec.controls ?? {}) };
}
