import { randomUUID } from "node:crypto";
import type { Cluster } from "@sortie/kube";
import type { Service } from "@sortie/process";
import type { ApiDeps } from "../api/call.ts";
import type { Config } from "../config.ts";
import { checkInBackground } from "../maintenance/unclean-stop.ts";
import type { Gauge } from "../metrics/metrics.ts";
import { startProfiles } from "../profiles/start-profiles.ts";
import { startRetention } from "../retention/start-retention.ts";

type Deps = Pick<ApiDeps, "store" | "kinds" | "now"> & { cluster: Pick<Cluster, "request">; program: string };

/** Metrics of it, and when nothing of it is left after the signal. */
type Upkeep = { gauges(): Gauge[]; ended: Promise<unknown> };

/**
 * What storage does besides answering requests: it clears away what nobody owns any more, takes reports of node agents
 * into profiles, and looks at the database when it was left open.
 */
export function startUpkeep(
  { config, log, signal }: Service<Config>,
  { program, ...deps }: Deps,
  isLeftOpen: boolean,
): Upkeep {
  const checked = isLeftOpen ? checkInBackground(config.DATABASE_FILE, program, { log, signal }) : () => [];
  const retention = startRetention({ ...deps, log, signal }, config.RETENTION_INTERVAL_SECONDS, {
    workloadSeconds: config.RETENTION_WORKLOAD_SECONDS,
    imageSeconds: config.RETENTION_IMAGE_SECONDS,
  });
  const profiles = startProfiles({ ...deps, newId: randomUUID, log, signal });
  return {
    gauges: () => [...retention.gauges(), ...checked()],
    ended: Promise.all([retention.ended, profiles]),
  };
}
