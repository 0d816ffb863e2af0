import type { Kind } from "../meta/kind.ts";
import { postureKinds } from "./posture.ts";
import { profileKinds } from "./profile.ts";
import { sbomKinds } from "./sbom.ts";
import { workloadConfigurationScanBatch } from "./scan-batch.ts";
import { vulnerabilityKinds } from "./vulnerability.ts";

/** Everything that is served in a cluster, in the order of discovery. */
export const resultKinds: Kind[] = [
  ...postureKinds,
  workloadConfigurationScanBatch,
  ...profileKinds,
  ...sbomKinds,
  ...vulnerabilityKinds,
].toSorted((a, b) => (a.plural < b.plural ? -1 : 1));
