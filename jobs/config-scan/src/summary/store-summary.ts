import { type Cluster, resources } from "@sortie/kube";
import type { Evaluated, Figures, JudgedControl, Unavailable } from "@sortie/posture";
import type { Logger } from "@sortie/process";
import { type ConfigTarget, PostureSummary, postureSummaryKey } from "@sortie/wire";
import type { Config } from "../config.ts";
import { isOfEverything, isOfWholeCluster, updatedSummary } from "./posture-summary.ts";
import { worstResources } from "./worst-resources.ts";

type Deps = { cluster: Pick<Cluster, "get" | "update">; log: Logger; signal: AbortSignal };
type Wanting = Omit<Deps, "cluster"> & { cluster: Deps["cluster"] | undefined };

/** What a scan found, once it is known. */
type Found = { evaluated: Evaluated; controls: JudgedControl[]; figures: Figures };

/** Another scan that ends at the same time is met by reading again. */
const longestContest = 5;

/**
 * Makes the function that stores the numbers of a scan for monitoring; it does nothing where nobody wants them, where
 * nothing is stored, and for a scan of a part of the cluster.
 *
 * @param unavailable kinds that could not be read in full. External objects that are not there do not count.
 */
export function summaryWriter(
  { SUMMARY_CONFIG_MAP: name, RESULTS_NAMESPACE: namespace }: Pick<Config, "SUMMARY_CONFIG_MAP" | "RESULTS_NAMESPACE">,
  target: ConfigTarget,
  unavailable: readonly Unavailable[],
  { cluster, ...deps }: Wanting,
): (found: Found) => Promise<void> {
  if (name === undefined || cluster === undefined || !isOfWholeCluster(target)) return async () => {};
  const notRead = unavailable.filter(({ type }) => !type.isExternal).length;
  const scan = { isOfEverything: isOfEverything(target), unavailable: notRead };
  return ({ evaluated, controls, figures }) => {
    const worst = scan.isOfEverything ? worstResources(evaluated, controls) : [];
    const updated = (earlier: PostureSummary | undefined) => updatedSummary(earlier, figures, { ...scan, worst });
    return storeSummary({ namespace, name }, updated, { ...deps, cluster });
  };
}

/**
 * Updates the summary in a ConfigMap that the chart makes. A summary that cannot be stored ends no scan: monitoring shows
 * the numbers of the scan before.
 */
async function storeSummary(
  at: { namespace: string; name: string },
  updated: (earlier: PostureSummary | undefined) => PostureSummary,
  { cluster, log, signal }: Deps,
): Promise<void> {
  try {
    for (let attempt = 0; attempt < longestContest; attempt += 1) {
      const object = await cluster.get(resources.configMaps, at, { signal });
      if (object === undefined) break;
      const data = (object.data ?? {}) as Record<string, string>;
      const summary = JSON.stringify(updated(parseSummary(data[postureSummaryKey])));
      const changed = { ...object, data: { ...data, [postureSummaryKey]: summary } };
      if ((await cluster.update(resources.configMaps, changed, { signal })).ok) return;
    }
    log.warn({ configMap: at.name }, "summary not stored: it is not there, or keeps changing");
  } catch (err) {
    signal.throwIfAborted();
    log.warn({ err, configMap: at.name }, "summary not stored");
  }
}

function parseSummary(text: string | undefined): PostureSummary | undefined {
  try {
    return PostureSummary.safeParse(JSON.parse(text ?? "")).data;
  } catch {
    return undefined; // written by somebody else, or not yet
  }
}
