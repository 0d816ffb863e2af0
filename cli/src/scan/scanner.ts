import type { ManifestObject } from "../input/manifest-object.ts";
import type { Judged } from "../result/judged.ts";
import type { Provider } from "./job-log.ts";

/** What a scan gave: the results, what its Job counted, and the rules that could not judge everything. */
export type ScanRun = {
  judged: Judged[];
  counts: Record<string, number>;
  skipped: { rule: string; reason: string }[];
  /** Of a managed cluster. */
  provider?: Provider | undefined;
  /** Why controls that judged nothing did not, by id. */
  skippedControls?: Record<string, string>;
};

/** Programs that were started and judge what they are given. */
export type Scanner = {
  /**
   * Scans once. `meanwhile` is called when there is nothing to do but wait.
   *
   * @param objects empty for a cluster, whose objects the programs read themselves.
   * @throws ScanFailedError, ProgramFailedError
   */
  scan(objects: readonly ManifestObject[], meanwhile: () => void): Promise<ScanRun>;
};
