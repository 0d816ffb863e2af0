import { setImmediate as nextTurn } from "node:timers/promises";
import type { Kind, Source } from "../kinds/kind.ts";
import { parseMetadata, withoutBody } from "../objects/object-text.ts";
import { protobufType } from "../protobuf/envelope.ts";
import { ExpiredError, type Revision } from "../store/store.ts";
import { byteChunks } from "./byte-chunks.ts";
import { type ApiDeps, type Call, rendering, respond } from "./call.ts";
import { writeContinueToken } from "./continue-token.ts";
import { listEncoder } from "./list-encoder.ts";
import { type ListOptions, parseListOptions } from "./list-options.ts";
import { itemPieces, listFrame, type Rendering, renderItem } from "./render.ts";
import { expired, StatusError } from "./status.ts";
import { streamed } from "./streamed.ts";

/** Rows read at once: between two reads the event loop is free, and only they are in memory. */
const rowsAtOnce = { metadata: 250, bodies: 50, largeBodies: 2 };
/** What is written at once: the system takes about as much before it wants to be waited for. */
const chunkBytes = 128 * 1024;
/** Kinds that may have more are large. */
const largeBytes = 5_000_000;

type Position = { namespace: string; name: string };

/** A list, written while it is read: no more than a page of it is ever in memory. */
export async function listObjects(call: Call, deps: ApiDeps): Promise<Response> {
  const options = parseListOptions(call.query, call.request);
  const source = deps.source(call.kind);
  const at = options.continue?.at ?? (await snapshot(options, deps));
  const view = rendering(call, deps);
  const frame = listFrame(view);
  const pages = selectedPages(source, call, options, at);
  const first = await firstPage(pages);

  async function* text(): AsyncGenerator<Uint8Array> {
    const chunks = byteChunks(chunkBytes);
    chunks.put(frame.head);
    let separator = "";
    let end: PageEnd = first.end;
    for await (const page of startingWith(first, pages)) {
      for (const revision of page.revisions) {
        chunks.put(separator);
        for (const piece of itemPieces(view, shown(call.kind, options, revision))) chunks.put(piece);
        separator = ",";
      }
      yield* chunks.full();
      end = page.end;
    }
    chunks.put(frame.tail(listMetadata(end, options)));
    yield* chunks.rest();
  }
  switch (call.format.encoding) {
    case "yaml":
      return respond(call, 200, Buffer.concat(await Array.fromAsync(text())).toString());
    case "protobuf":
      return streamed(call.raw, protobufType, protobufList(call, options, view, startingWith(first, pages)));
    default:
      return streamed(call.raw, "application/json", text());
  }
}

/** The length stands before the items, so they are encoded, page by page, before the first of them is sent. */
async function* protobufList(
  call: Call,
  options: ListOptions,
  view: Rendering,
  pages: AsyncGenerator<Page>,
): AsyncGenerator<Uint8Array> {
  const list = listEncoder(call.kind, call.format.as);
  let end: PageEnd = { at: 0, next: undefined };
  for await (const page of pages) {
    list.add(page.revisions.map((revision) => renderItem(view, shown(call.kind, options, revision))));
    end = page.end;
  }
  yield* list.finish(listMetadata(end, options));
}

type PageEnd = { at: number; next: Position | undefined };
type Page = { revisions: Revision[]; end: PageEnd };

/** Selected objects page by page until the limit is reached or there are no more. */
async function* selectedPages(
  source: Source,
  call: Call,
  options: ListOptions,
  at: number | undefined,
): AsyncGenerator<Page> {
  let after = options.continue?.after;
  let wanted = options.limit === 0 ? Number.POSITIVE_INFINITY : options.limit;
  let snapshotAt = at;
  const { namespace } = call.request;
  const metadataOnly = showsNoBody(call, options);
  const atOnce = pageRows(call.kind, metadataOnly);
  for (;;) {
    const limit = Math.min(atOnce, wanted);
    const listed = await source.list({ namespace, after, limit, at: snapshotAt, metadataOnly });
    snapshotAt = listed.resourceVersion;
    const revisions = listed.revisions.filter((revision) => selected(options, revision));
    wanted -= revisions.length;
    after = listed.revisions.at(-1)?.key;
    const goesOn = listed.more && wanted > 0;
    const next = listed.more && !goesOn ? after : undefined;
    yield { revisions, end: { at: listed.resourceVersion, next } };
    if (!goesOn) return;
    await nextTurn();
  }
}

/** How many rows of a kind may be in memory at once. */
export function pageRows({ maxBodyBytes }: Kind, metadataOnly: boolean): number {
  return rowsAtOnce[metadataOnly ? "metadata" : maxBodyBytes <= largeBytes ? "bodies" : "largeBodies"];
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

/** Reads the first page before the response begins, so that its errors are still statuses. */
async function firstPage(pages: AsyncGenerator<Page>): Promise<Page> {
  try {
    const { value } = await pages.next();
    return value as Page;
  } catch (error) {
    if (error instanceof ExpiredError) throw expired(`The provided continue parameter is too old: ${error.message}`);
    throw error;
  }
}

async function* startingWith(first: Page, rest: AsyncGenerator<Page>): AsyncGenerator<Page> {
  yield first;
  yield* rest;
}

function selected({ selector }: ListOptions, revision: Revision): boolean {
  return selector.selectsAll || selector.matches(parseMetadata(revision));
}

/** Whether bodies need not be read: the objects are shown without, or only as table rows or metadata. */
export function showsNoBody({ kind, format, query }: Call, options: ListOptions): boolean {
  if (format.as === "metadata") return true;
  if (format.as === "table") return query.get("includeObject") !== "Object";
  return !isFull(kind, options);
}

/** The body is left out of lists of large kinds unless it is asked for. */
export function shown(kind: Kind, options: Pick<ListOptions, "mode">, revision: Revision): Revision {
  return isFull(kind, options) ? revision : withoutBody(kind, revision);
}

function isFull(kind: Kind, { mode }: Pick<ListOptions, "mode">): boolean {
  return mode === undefined ? kind.listed === "full" : mode === "full";
}

function listMetadata({ at, next }: PageEnd, { mode }: ListOptions): string {
  const token = next && writeContinueToken({ at, after: { namespace: next.namespace, name: next.name }, mode });
  return JSON.stringify({ resourceVersion: String(at), ...(token && { continue: token }) });
}
