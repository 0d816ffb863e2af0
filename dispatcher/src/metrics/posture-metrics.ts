import { type Cluster, resources } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import { PostureSummary, postureSummaryKey } from "@sortie/wire";
import { metricText } from "./metric-text.ts";

type Deps = {
  cluster: Pick<Cluster, "get">;
  namespace: string;
  /** ConfigMap that scans keep their numbers in. Absent: there are none. */
  configMap: string | undefined;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/** However often somebody asks, the API server is asked no more often than this. */
const readEveryMs = 10_000;

/**
 * Makes the function that answers the metrics of the last scans as text. `undefined`: they cannot be read, which
 * monitoring has to see as a failure and not as a cluster without findings.
 */
export function postureMetrics(deps: Deps): () => Promise<string | undefined> {
  let last: { at: number; text: Promise<string | undefined> } | undefined;
  return () => {
    const now = deps.clock.now().getTime();
    // A clock that was set back is no reason to show old numbers until it has come to that time again.
    if (last === undefined || Math.abs(now - last.at) >= readEveryMs) last = { at: now, text: readMetrics(deps) };
    return last.text;
  };
}

async function readMetrics({ cluster, namespace, configMap, log, signal }: Deps): Promise<string | undefined> {
  if (configMap === undefined) return "";
  try {
    const object = await cluster.get(resources.configMaps, { namespace, name: configMap }, { signal });
    const stored = (object?.data as Record<string, string> | undefined)?.[postureSummaryKey];
    // Until the first scan of the cluster has ended there is nothing to tell.
    return stored === undefined ? "" : metricText(PostureSummary.parse(JSON.parse(stored)));
  } catch (err) {
    log.warn({ err, configMap }, "summary cannot be read");
    return undefined;
  }
}
