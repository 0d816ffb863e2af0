import type { Cluster, Selection } from "@sortie/kube";
import type { Logger } from "@sortie/process";
import type { FrameworkDefinition } from "@sortie/wire";
import type { Wait } from "../concurrency/patiently.ts";
import type { Evaluated } from "../evaluate/evaluation.ts";
import type { Reporter } from "../event-receiver/reporter.ts";
import type { ResultPlace } from "../identity/result-metadata.ts";
import type { RegressionWatch } from "../regressions/regression-watch.ts";
import { type Figures, figuresOf } from "./figures.ts";
import type { JudgedControl } from "./posture.ts";
import { results } from "./results.ts";
import { readStored } from "./stored-results.ts";
import { emptyTally, outcomeCounts, skippedControls } from "./tally.ts";
import { writeResults } from "./write-results.ts";

/** What a scan found, and the frameworks that it counts for. */
type Found = {
  evaluated: Evaluated;
  controls: JudgedControl[];
  frameworks: Pick<FrameworkDefinition, "name" | "controls">[];
};

type Deps = {
  storage: Pick<Cluster, "get" | "list" | "create" | "update">;
  place: ResultPlace;
  /** The stored results that this scan can replace. */
  stored: Selection;
  regressions: RegressionWatch;
  reporter: Reporter | undefined;
  /** Told the numbers of the scan once its results are stored. */
  summarise(figures: Figures): Promise<void>;
  log: Logger;
  wait: Wait;
  signal: AbortSignal;
};

/** Stores results first; who else is told of them may fail. Answers the counts of the outcome. */
export async function report(found: Found, deps: Deps): Promise<Record<string, number>> {
  const { evaluated, controls, frameworks } = found;
  const { place, regressions, reporter, log } = deps;
  const tally = emptyTally(frameworks, reporter?.weightOf);
  const stored = await readStored(deps.stored, deps);
  const reported = results(evaluated, controls, place, tally, stored.owners);
  const written = await writeResults(reported, stored, deps);
  log.info(written, "results written");

  const skipped = skippedControls(tally, controls, evaluated.reasons);
  const skippedCount = Object.keys(skipped).length;
  if (skippedCount > 0) log.info({ controls: skipped }, "controls skipped");
  const figures = figuresOf(tally, controls, frameworks, skipped);
  await deps.summarise(figures);
  const sent = await reporter?.send({ evaluated, controls, figures });
  return {
    controls: controls.length,
    ...outcomeCounts(tally),
    skippedControls: skippedCount,
    ...written,
    regressions: regressions.count(),
    ...sent,
  };
}
