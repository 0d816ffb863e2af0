import { ApiError, type Cluster, resources } from "@sortie/kube";
import { z } from "zod";

/** The fields of a core Event that are read (Kubernetes API, `Event`). */
const Warning = z.looseObject({
  reason: z.string(),
  message: z.string(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
});

/** Reasons of Events that say why a Job gets no pod, or a pod neither its volumes nor a network. Others are by the way. */
const hindering = new Set([
  "FailedCreate",
  "FailedMount",
  "FailedAttachVolume",
  "FailedMapVolume",
  "FailedCreatePodSandBox",
  "NetworkNotReady",
]);

/**
 * What Kubernetes said last of why a Job or its pod cannot begin, by the object's uid. `undefined`: nothing, or Events
 * cannot be read here; they only say more.
 */
export async function newestWarning(
  uid: string,
  deps: { cluster: Pick<Cluster, "list">; namespace: string; signal: AbortSignal },
): Promise<{ message: string; at: string } | undefined> {
  const { cluster, namespace, signal } = deps;
  const fieldSelector = `involvedObject.uid=${uid},type=Warning`;
  const warnings: { message: string; at: string }[] = [];
  try {
    for await (const { items } of cluster.list(resources.events, { namespace, fieldSelector, signal })) {
      for (const item of items) {
        const { data } = Warning.safeParse(item);
        if (data && hindering.has(data.reason))
          warnings.push({ message: data.message, at: data.lastTimestamp ?? data.eventTime ?? "" });
      }
    }
  } catch (err) {
    if (!(err instanceof ApiError)) throw err;
  }
  return warnings.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
}
