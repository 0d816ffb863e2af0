import { setImmediate as nextTurn } from "node:timers/promises";
import type { Source } from "../kinds/kind.ts";
import { parseMetadata } from "../objects/object-text.ts";
import { ExpiredError, type Revision } from "../store/store.ts";
import type { Call } from "./call.ts";
import type { ListOptions } from "./list-options.ts";
import { pageRows, shown, showsNoBody } from "./listed-form.ts";
import { aroundMetadata, type Rendering } from "./render.ts";
import { expired } from "./status.ts";

type Position = { namespace: string; name: string };

/** `at`: the state of the world that a page shows. `next`: where the list goes on behind its limit. */
export type PageEnd = { at: number; next: Position | undefined };

/** Objects as they are shown, or several of them as one text with commas in between. */
export type Page = { items: readonly (Revision | Uint8Array)[]; end: PageEnd };

/** What is listed, as it is shown; `at`: absent: the newest state of the world. */
export type Listing = {
  call: Call;
  options: ListOptions;
  source: Source;
  view: Rendering;
  at: number | undefined;
};

/** What was read of one page: `count` of its objects are selected. */
type Read = Pick<Page, "items"> & {
  count: number;
  last: Position | undefined;
  resourceVersion: number;
  more: boolean;
};

/**
 * Selected objects page by page until the limit is reached or there are no more. The first page is read before, so that its
 * errors are still statuses.
 */
export async function listPages(listing: Listing): Promise<AsyncIterable<Page>> {
  const pages = selectedPages(listing);
  try {
    return startingWith(await pages.next(), pages);
  } catch (error) {
    if (error instanceof ExpiredError) throw expired(`The provided continue parameter is too old: ${error.message}`);
    throw error;
  }
}

async function* startingWith(first: IteratorResult<Page>, rest: AsyncGenerator<Page>): AsyncGenerator<Page> {
  if (!first.done) yield first.value;
  yield* rest;
}

async function* selectedPages({ call, options, source, view, at }: Listing): AsyncGenerator<Page> {
  const metadataOnly = showsNoBody(call, options);
  const read = isOneText(call, options, metadataOnly) ? textReader(source, view) : undefined;
  const readPage = read ?? revisionReader(call, options, source, metadataOnly);
  const atOnce = pageRows(call.kind, metadataOnly);
  let after = options.continue?.after;
  let wanted = options.limit === 0 ? Number.POSITIVE_INFINITY : options.limit;
  let snapshotAt = at;
  for (;;) {
    const limit = Math.min(atOnce, wanted);
    const page = await readPage({ namespace: call.request.namespace, after, limit, at: snapshotAt });
    snapshotAt = page.resourceVersion;
    wanted -= page.count;
    after = page.last;
    const goesOn = page.more && wanted > 0;
    const next = page.more && !goesOn ? after : undefined;
    yield { items: page.items, end: { at: page.resourceVersion, next } };
    if (!goesOn) return;
    await nextTurn();
  }
}

type PageRange = Pick<Parameters<Source["list"]>[0], "namespace" | "after" | "limit" | "at">;
type ReadPage = (range: PageRange) => Promise<Read>;

/** Whether nothing of an object is looked at. */
function isOneText({ format }: Call, { selector }: ListOptions, metadataOnly: boolean): boolean {
  return metadataOnly && selector.selectsAll && format.encoding === "json" && format.as !== "table";
}

/** `undefined` where the source cannot. */
function textReader({ joined }: Source, view: Rendering): ReadPage | undefined {
  if (!joined) return undefined;
  const around = aroundMetadata(view);
  return async (range) => {
    const { text, ...read } = await joined({ ...range, ...around });
    return { ...read, items: read.count === 0 ? [] : [text] };
  };
}

function revisionReader(call: Call, options: ListOptions, source: Source, metadataOnly: boolean): ReadPage {
  const { selector } = options;
  return async (range) => {
    const { revisions, resourceVersion, more } = await source.list({ ...range, metadataOnly });
    const items = revisions
      .filter((revision) => selector.selectsAll || selector.matches(parseMetadata(revision)))
      .map((revision) => shown(call.kind, options, revision));
    return { items, count: items.length, last: revisions.at(-1)?.key, resourceVersion, more };
  };
}
