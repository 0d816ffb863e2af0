import type { Provider } from "@sortie/posture";
import type { UnknownNamespace } from "@sortie/posture/unknown-namespaces";
import type { During } from "../input/kubernetes-objects.ts";
import type { ManifestObject } from "../input/manifest-object.ts";
import type { ControlLibrary } from "../library/control-library.ts";
import type { Judged } from "../result/judged.ts";

/** An exception of a file or the cluster, or an entry of one, that accepts nothing, and why. */
export type SkippedException = { exception: string; reason: string };

/** What a scan gave: the results, what its Job counted, and the rules that could not judge everything. */
export type ScanRun = {
  judged: Judged[];
  counts: Record<string, number>;
  skipped: { rule: string; reason: string }[];
  /** Of a managed cluster. */
  provider?: Provider | undefined;
  /** Why controls that judged nothing did not, by id. */
  skippedControls?: Record<string, string>;
  skippedExceptions?: SkippedException[];
  /** Namespaces that were named and that the cluster does not have. */
  unknownNamespaces?: UnknownNamespace[];
  /** What it judged by, where that was not known before. */
  library?: ControlLibrary;
};

/** Judges what it is given: in this process, or with programs that were started. */
export type Scanner = {
  /**
   * What it judges by, where that is known before it has scanned.
   *
   * @throws UsageError where it cannot be used.
   */
  library?: () => ControlLibrary | Promise<ControlLibrary>;
  /**
   * Begins to judge while the input is read, as far as that can be done: it is to be told of each object that is found.
   *
   * @throws UsageError
   */
  begin?: () => Promise<NonNullable<During["onObject"]>>;
  /**
   * Scans once. `meanwhile` is called when there is nothing to do but wait, if there is such a time.
   *
   * @param objects those that count, of which the last may have been told; empty for a cluster, whose objects the programs
   *   read themselves.
   * @throws ScanFailedError, ProgramFailedError, UsageError
   */
  scan(objects: readonly ManifestObject[], meanwhile: () => void): Promise<ScanRun>;
};
