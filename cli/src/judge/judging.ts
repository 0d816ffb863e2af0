import {
  type BrokenException,
  batchesByType,
  compileRules,
  count,
  emptyTally,
  exceptionsOfScan,
  judgedControls,
  type LoadedLibrary,
  type NamedObject,
  postures,
  scannedControls,
  selectControls,
  skippedControls,
  startEvaluation,
  wantedOf,
} from "@sortie/posture";
import type { ScanRequest } from "@sortie/wire";
import type { Judged } from "../result/judged.ts";
import type { ScanRun, SkippedException } from "../scan/scanner.ts";
import type { Progress } from "../terminal/progress.ts";
import { howFar } from "./how-far.ts";

type Scan = {
  request: Pick<ScanRequest, "target" | "requestedAt">;
  library: LoadedLibrary;
  clusterName: string;
  exceptionsFile: string | undefined;
  progress: Progress;
  signal: AbortSignal;
};

/** Objects that are being judged by what a request asks for. */
export type Judging = {
  /** Takes over an object. All that were named are scanned, those that a workload owns as well. */
  add(object: NamedObject): void;
  /** How many were added. */
  readonly size: number;
  /** Ends it. Rejects with the signal's reason. */
  finish(): Promise<ScanRun>;
};

/** @throws JobError `invalid_input` for what was named and cannot be used. */
export async function startJudging(scan: Scan): Promise<Judging> {
  const { request, library, progress, signal } = scan;
  const { target } = request;
  const skippedExceptions: SkippedException[] = [];
  const onBroken = ({ name, reason }: BrokenException) => skippedExceptions.push({ exception: name, reason });
  const exceptions = await exceptionsOfScan(library, { ...scan, onBroken }, request);
  const selected = selectControls(library, target, "file");
  const rules = compileRules(library, selected.rules, signal);
  const wanted = wantedOf(target, rules);
  const evaluation = startEvaluation(rules, signal, exceptions);
  const batches = batchesByType(selected.rules, (batch) => evaluation.add(batch));
  const said = howFar(progress, selected.controls.length);
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(object) {
      size += 1;
      if (wanted.includes(object)) batches.add(object);
      said.read(size);
    },
    async finish() {
      signal.throwIfAborted();
      batches.flush();
      const { table, reasons } = await evaluation.finish([]);
      said.judged(table.size);
      const controls = judgedControls(selected.controls, selected.rules, library.inputs);
      const tally = emptyTally();
      const judged: Judged[] = [];
      for (const posture of postures({ table, reasons }, controls)) {
        count(tally, posture);
        const { id, related, uid: _, ...name } = posture.verdicts.resource;
        judged.push({ id, name, related, controls: scannedControls(posture) });
      }
      const skipped = [...reasons].map(([rule, reason]) => ({ rule: selected.rules[rule]?.name ?? "", reason }));
      const controlsWithout = skippedControls(tally, controls, reasons);
      return { judged, counts: {}, skipped, skippedControls: controlsWithout, skippedExceptions };
    },
  };
}
