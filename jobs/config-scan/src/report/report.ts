import type { Evaluated, JudgedControl, ResultPlace } from "@sortie/posture";
import {
  emptyTally,
  type Figures,
  figuresOf,
  type OwnerOf,
  outcomeCounts,
  results,
  skippedControls,
} from "@sortie/posture";
import { JobError, type Logger } from "@sortie/process";
import type { FrameworkDefinition } from "@sortie/wire";
import type { Reporter } from "../event-receiver/reporter.ts";
import type { RegressionWatch } from "../regressions/regression-watch.ts";
import type { ResultStore } from "./result-store.ts";
import type { Written } from "./write-results.ts";

/** What a scan found, and the frameworks that it counts for. */
type Found = {
  evaluated: Evaluated;
  controls: JudgedControl[];
  frameworks: Pick<FrameworkDefinition, "name" | "controls">[];
};

type Deps = {
  results: ResultStore;
  place: ResultPlace;
  regressions: Pick<RegressionWatch, "count">;
  reporter: Reporter | undefined;
  /** Told what the scan found once its results are stored. */
  summarise(found: Pick<Found, "evaluated" | "controls"> & { figures: Figures }): Promise<void>;
  log: Logger;
};

/**
 * Stores results first; who else is told of them may fail. Answers the counts of the outcome.
 *
 * @throws JobError `results_refused` when everybody else is told: one object must not keep from them what all others are.
 */
export async function report(found: Found, deps: Deps): Promise<Record<string, number>> {
  const { evaluated, controls, frameworks } = found;
  const { place, regressions, reporter, log } = deps;
  const tally = emptyTally(frameworks, reporter?.weightOf);
  const reported = (ownerOf: OwnerOf) => results(evaluated, controls, place, tally, ownerOf);
  const { written, refusal } = await kept(deps.results.keep(reported, controls));
  if (written !== undefined) log.info(written, "results written");

  const skipped = skippedControls(tally, controls, evaluated.reasons);
  const skippedCount = Object.keys(skipped).length;
  if (skippedCount > 0) log.info({ controls: skipped }, "controls skipped");
  const figures = figuresOf(tally, controls, frameworks, skipped);
  await deps.summarise({ evaluated, controls, figures });
  const sent = await reporter?.send({ evaluated, controls, figures });
  if (refusal !== undefined) throw refusal;
  return {
    controls: controls.length,
    ...outcomeCounts(tally),
    skippedControls: skippedCount,
    ...written,
    regressions: regressions.count(),
    ...sent,
  };
}

/** What storage refuses for what it is, it refuses when all results were counted. */
async function kept(keeping: Promise<Written>): Promise<{ written?: Written; refusal?: JobError }> {
  try {
    return { written: await keeping };
  } catch (err) {
    if (err instanceof JobError && err.code === "results_refused") return { refusal: err };
    throw err;
  }
}
