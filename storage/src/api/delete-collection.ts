import { parseMetadata } from "../objects/object-text.ts";
import type { Revision } from "../store/store.ts";
import { initialEvents } from "../watch/initial-events.ts";
import { type ApiDeps, type Call, rendering, respond } from "./call.ts";
import { remove } from "./delete-object.ts";
import { type DeleteOptions, readDeleteOptions } from "./delete-options.ts";
import { parseListOptions } from "./list-options.ts";
import { shown } from "./listed-form.ts";
import { listFrame, renderItem } from "./render.ts";
import { StatusError } from "./status.ts";

/** Deletions that are under way at once: they share flushes of the disk. */
const atOnce = 64;

/**
 * Deletes every selected object that exists at this moment and answers with the list of what was there. It is a list like
 * others: of large kinds it shows no bodies, or a namespace that ends would be in memory whole.
 */
export async function deleteCollection(call: Call, deps: ApiDeps): Promise<Response> {
  const options = await readDeleteOptions(call.raw, call.query);
  const listOptions = parseListOptions(call.query, call.request);
  const gone: Revision[] = [];
  const listedAt = deps.store.resourceVersion;
  for await (const { events } of initialEvents(call, listOptions, deps, true)) {
    for (let start = 0; start < events.length; start += atOnce) {
      const batch = events
        .slice(start, start + atOnce)
        .map(({ revision }) => removeListed(call, revision, options, deps));
      for (const revision of await Promise.all(batch)) {
        if (revision) gone.push(shown(call.kind, listOptions, revision));
      }
    }
  }
  const view = rendering(call, deps);
  const frame = listFrame(view);
  const items = gone.map((revision) => renderItem(view, revision)).join(",");
  const metadata = JSON.stringify({ resourceVersion: String(listedAt) });
  return respond(call, 200, `${frame.head}${items}${frame.tail(metadata)}`);
}

/** `undefined` when it is gone already or has been made anew: then it is not the one that was listed. */
async function removeListed(
  { kind }: Call,
  revision: Revision,
  options: DeleteOptions,
  deps: ApiDeps,
): Promise<Revision | undefined> {
  const uid = options.uid ?? parseMetadata(revision).uid;
  try {
    return (await remove(kind, revision.key, { ...options, uid }, deps)).before;
  } catch (error) {
    if (error instanceof StatusError && [404, 409].includes(error.status.code)) return undefined;
    throw error;
  }
}
