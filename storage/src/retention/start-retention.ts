import type { Cluster } from "@sortie/kube";
import { hasSlept, type Logger } from "@sortie/process";
import type { Kinds } from "../meta/kind.ts";
import type { Gauge } from "../metrics/metrics.ts";
import type { Store } from "../store/store.ts";
import { survey } from "./survey.ts";
import { type Grace, type Swept, sweep } from "./sweep.ts";

/** The first look comes when the start and its lists are over. */
const firstAfterSeconds = 60;

type Deps = {
  cluster: Pick<Cluster, "request">;
  store: Store;
  kinds: Kinds;
  now: () => Date;
  log: Logger;
  signal: AbortSignal;
};

/** What the clean-up has done since the start, for metrics. */
export type Retention = {
  gauges(): Gauge[];
  /** Resolves when the signal has aborted and nothing of it is left. */
  ended: Promise<void>;
};

/**
 * Sweeps at an interval: docs/reference/storage-api.md, "Clean-up". A sweep that fails is logged, changes nothing more
 * and is made again at the next interval.
 *
 * @param intervalSeconds 0: never.
 */
export function startRetention(deps: Deps, intervalSeconds: number, grace: Grace): Retention {
  const { log, now, signal } = deps;
  const deleted = new Map<string, number>();
  const sweeps = { completed: 0, failed: 0 };
  let lastAt: number | undefined;

  async function once(): Promise<void> {
    try {
      const swept = await sweep({ ...deps, grace, survey: (owners) => survey(deps.cluster, owners, signal) });
      for (const [resource, count] of swept.deleted) deleted.set(resource, (deleted.get(resource) ?? 0) + count);
      sweeps.completed += 1;
      lastAt = now().getTime() / 1000;
      logSwept(log, swept);
    } catch (err) {
      if (signal.aborted) return;
      sweeps.failed += 1;
      log.warn({ err }, "results were not cleaned up");
    }
  }

  async function repeat(): Promise<void> {
    if (intervalSeconds === 0) return;
    let seconds = Math.min(firstAfterSeconds, intervalSeconds);
    while (await hasSlept(seconds, signal)) {
      await once();
      seconds = intervalSeconds;
    }
  }

  return { ended: repeat(), gauges: () => gaugesOf(deleted, sweeps, lastAt) };
}

function logSwept(log: Logger, { deleted, unlisted, ...counts }: Swept): void {
  const fields = {
    ...counts,
    deleted: Object.fromEntries(deleted),
    unlisted: unlisted.map(({ resource }) => resource),
  };
  if (unlisted.length === 0) log.info(fields, "results cleaned up");
  else
    log.warn({ ...fields, reason: unlisted[0]?.reason }, "results cleaned up as far as their owners could be listed");
}

function gaugesOf(deleted: Map<string, number>, sweeps: Record<string, number>, lastAt: number | undefined): Gauge[] {
  return [
    {
      name: "sortie_storage_results_deleted_total",
      type: "counter",
      help: "Results whose owner is gone.",
      values: [...deleted].map(([resource, count]) => [{ resource }, count]),
    },
    {
      name: "sortie_storage_sweeps_total",
      type: "counter",
      help: "Searches for results whose owner is gone.",
      values: Object.entries(sweeps).map(([outcome, count]) => [{ outcome }, count]),
    },
    {
      name: "sortie_storage_last_sweep_timestamp_seconds",
      help: "End of the last one that was completed.",
      values: lastAt === undefined ? [] : [[{}, lastAt]],
    },
  ];
}
