import { type CallOptions, type KubeObject, objectKey, type Page, type Resource, type Selection } from "@sortie/kube";
import { isOutage, unavailable, type Waiting, whileAway } from "./storage-outage.ts";

/** What reading lists of stored results takes. */
export type Listing = Waiting & {
  storage: { list(resource: Resource, options: Selection & CallOptions): AsyncIterable<Page<KubeObject>> };
};

/**
 * Hands over every object of a list with its `objectKey`, patiently.
 *
 * @param begin called at each attempt, since one that breaks off has handed over a part.
 * @throws JobError `storage_unavailable`, to be retried.
 */
export async function readAll(
  resource: Resource,
  options: Selection & CallOptions,
  { storage, ...waiting }: Listing,
  begin: () => (key: string, object: KubeObject) => void,
): Promise<void> {
  const read = async () => {
    const add = begin();
    for await (const { items } of storage.list(resource, { ...options, signal: waiting.signal })) {
      for (const object of items) add(objectKey(object.metadata?.namespace, object.metadata?.name ?? ""), object);
    }
  };
  try {
    await whileAway(read, waiting);
  } catch (err) {
    throw isOutage(err) ? unavailable(err) : err;
  }
}
