import { setImmediate as nextTurn } from "node:timers/promises";
import type { Key, Revision, Store } from "../store/store.ts";

const pageSize = 500;

/**
 * What is stored of a kind in the order of namespace and name, without bodies and one page in memory at a time. Requests
 * of clients come between two pages.
 */
export async function* resultPages(
  store: Pick<Store, "list">,
  kind: string,
  signal: AbortSignal,
): AsyncGenerator<Revision[], void, void> {
  for (let more = true, after: Key | undefined; more; ) {
    signal.throwIfAborted();
    const page = await store.list({ kind, after, limit: pageSize, metadataOnly: true });
    after = page.revisions.at(-1)?.key;
    more = page.more;
    yield page.revisions;
    await nextTurn();
  }
}
