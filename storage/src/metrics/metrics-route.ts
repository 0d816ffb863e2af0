import type { InFlight } from "../api/limits/in-flight.ts";
import { type Kinds, resourceName } from "../meta/kind.ts";
import type { Store } from "../store/store.ts";
import type { Gauge, Metrics } from "./metrics.ts";

/** `/metrics`: requests, objects of each kind, memory and time. */
export async function metricsText(
  metrics: Metrics,
  { kinds, store, inFlight, gauges }: { kinds: Kinds; store: Store; inFlight: InFlight; gauges: () => Gauge[] },
): Promise<string> {
  const { reading, writing, watching } = inFlight.counts;
  const own: Gauge[] = [
    {
      name: "apiserver_current_inflight_requests",
      help: "Requests that are being answered.",
      values: [
        [{ request_kind: "readOnly" }, reading],
        [{ request_kind: "mutating" }, writing],
      ],
    },
    { name: "apiserver_longrunning_requests", help: "Open watches.", values: [[{ verb: "WATCH" }, watching]] },
    {
      name: "apiserver_storage_objects",
      help: "Stored objects of each kind.",
      values: await objectCounts(kinds, store),
    },
    { name: "sortie_storage_resource_version", help: "Of the newest change.", values: [[{}, store.resourceVersion]] },
  ];
  return metrics.text([...own, ...gauges()]);
}

/** Without those that a damaged database cannot count: then the metric that tells of the damage is to be read all the more. */
async function objectCounts(kinds: Kinds, store: Store): Promise<Gauge["values"]> {
  const stored = kinds.all.filter(({ verbs }) => verbs.includes("delete")).map(resourceName);
  const counts = await Promise.allSettled(stored.map((resource) => store.count(resource)));
  return stored.flatMap((resource, at): Gauge["values"] => {
    const counted = counts[at];
    return counted?.status === "fulfilled" ? [[{ resource }, counted.value]] : [];
  });
}
