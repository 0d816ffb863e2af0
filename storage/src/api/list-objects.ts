import { protobufType } from "../protobuf/envelope.ts";
import { bodySize } from "../store/packed-body.ts";
import { byteChunks } from "./byte-chunks.ts";
import { type ApiDeps, type Call, rendering, respond } from "./call.ts";
import { writeContinueToken } from "./continue-token.ts";
import { listEncoder } from "./list-encoder.ts";
import { type ListOptions, parseListOptions } from "./list-options.ts";
import { type Listing, listPages, type Page, type PageEnd } from "./list-pages.ts";
import { itemPieces, listFrame, renderItem } from "./render.ts";
import { StatusError } from "./status.ts";
import { streamed } from "./streamed.ts";

/** What is written at once: the system takes about as much before it wants to be waited for. */
const chunkBytes = 128 * 1024;

/** A list, written while it is read: no more than a page of it is ever in memory. */
export async function listObjects(call: Call, deps: ApiDeps): Promise<Response> {
  const options = parseListOptions(call.query, call.request);
  const at = options.continue?.at ?? (await snapshot(options, deps));
  const listing = { call, options, source: deps.source(call.kind), view: rendering(call, deps), at };
  const pages = await listPages(listing);
  switch (call.format.encoding) {
    case "yaml":
      return respond(call, 200, Buffer.concat(await Array.fromAsync(jsonList(listing, pages, deps))).toString());
    case "protobuf":
      return streamed(call.raw, protobufType, protobufList(listing, pages));
    default:
      return streamed(call.raw, "application/json", jsonList(listing, pages, deps));
  }
}

async function* jsonList(
  { options, view }: Listing,
  pages: AsyncIterable<Page>,
  { workRoom }: Pick<ApiDeps, "workRoom">,
): AsyncGenerator<Uint8Array> {
  const chunks = byteChunks(chunkBytes);
  const frame = listFrame(view);
  chunks.put(frame.head);
  let separator = "";
  let end: PageEnd = { at: 0, next: undefined };
  for await (const page of pages) {
    const work = workRoom?.enter();
    await work?.begin(page.items.reduce((sum, item) => sum + (isText(item) ? 0 : bodySize(item)), 0));
    try {
      for (const item of page.items) {
        chunks.put(separator);
        for (const piece of isText(item) ? [item] : itemPieces(view, item)) chunks.put(piece);
        separator = ",";
      }
    } finally {
      // Before it is written: whoever reads slowly holds up nobody.
      work?.end();
    }
    yield* chunks.full();
    end = page.end;
  }
  chunks.put(frame.tail(listMetadata(end, options)));
  yield* chunks.rest();
}

/** The length stands before the items, so they are encoded, page by page, before the first of them is sent. */
async function* protobufList({ call, options, view }: Listing, pages: AsyncIterable<Page>): AsyncGenerator<Uint8Array> {
  const list = listEncoder(call.kind, call.format.as);
  let end: PageEnd = { at: 0, next: undefined };
  for await (const page of pages) {
    list.add(page.items.flatMap((item) => (isText(item) ? [] : renderItem(view, item))));
    end = page.end;
  }
  yield* list.finish(listMetadata(end, options));
}

function isText(item: Page["items"][number]): item is Uint8Array {
  return item instanceof Uint8Array;
}

/** The state of the world a list shows, `undefined` for the newest. */
async function snapshot({ resourceVersion, match }: ListOptions, deps: ApiDeps): Promise<number | undefined> {
  if (!resourceVersion) return undefined;
  const newest = await deps.store.newest();
  if (resourceVersion > newest) throw tooLarge(resourceVersion, newest);
  return match === "Exact" ? resourceVersion : undefined;
}

/** The client knows a state that this server has not seen. client-go tries again after a second. */
export function tooLarge(wanted: number, newest: number): StatusError {
  return new StatusError(504, "Timeout", `Too large resource version: ${wanted}, current: ${newest}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });
}

function listMetadata({ at, next }: PageEnd, { mode }: ListOptions): string {
  const token = next && writeContinueToken({ at, after: { namespace: next.namespace, name: next.name }, mode });
  return JSON.stringify({ resourceVersion: String(at), ...(token && { continue: token }) });
}
