import { type Cluster, resources } from "@sortie/kube";
import type { ScannedResource } from "@sortie/posture";
import type { Clock, Logger } from "@sortie/process";
import type { ScannedControl } from "@sortie/wire";
import { findRegressions } from "./find-regressions.ts";
import type { PassedControls } from "./passed-controls.ts";
import { regressionEvent } from "./regression-event.ts";

/** Told of results that are about to be replaced: which controls passed before, and all verdicts of now. */
export type RegressionWatch = {
  replacing(resource: ScannedResource, before: PassedControls, after: readonly ScannedControl[]): Promise<void>;
  /** Resources for which a control that passed before fails now. */
  count(): number;
};

type Deps = {
  /** Absent: regressions are counted only. */
  cluster?: Pick<Cluster, "create"> | undefined;
  /** What tells this scan from others. */
  scan: string;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/** Events of one scan. A change that makes more than these fail, such as another library, is seen in the results. */
const mostEvents = 100;

/** After this many Events that could not be written the rest is not tried. */
const mostFailures = 3;

/**
 * Writes an Event for each resource that got worse, before its results are replaced: a scan that is killed in between
 * finds the same results again and writes the same Event. An Event that cannot be written ends no scan.
 */
export function watchRegressions({ cluster, scan, clock, log, signal }: Deps): RegressionWatch {
  const found = new Set<string>();
  let failures = 0;
  return {
    async replacing(resource, before, after) {
      const regressions = findRegressions(before, after);
      if (regressions.length === 0 || found.has(resource.id)) return;
      found.add(resource.id);
      if (cluster === undefined || found.size > mostEvents || failures >= mostFailures) return;
      try {
        const event = regressionEvent(resource, regressions, { scan, now: clock.now() });
        await cluster.create(resources.events, event, { signal });
      } catch (err) {
        signal.throwIfAborted();
        failures += 1;
        log.warn({ err, resource: resource.id }, "event not written");
      }
    },
    count: () => found.size,
  };
}
