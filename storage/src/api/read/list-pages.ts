import { setImmediate as nextTurn } from "node:timers/promises";
import type { Source } from "../../meta/kind.ts";
import { expired, type StatusError } from "../../meta/status.ts";
import { parseMetadata } from "../../objects/object-text.ts";
import { ExpiredError, type Revision } from "../../store/store.ts";
import type { Call } from "../call.ts";
import { aroundMetadata, type Rendering } from "../wire/render.ts";
import { writeContinueToken } from "./continue-token.ts";
import type { ListOptions } from "./list-options.ts";
import { bytesAtOnce, pageRows, shown, showsLargeBodies, showsNoBody } from "./listed-form.ts";

type Position = { namespace: string; name: string };

/** `at`: the state of the world that a page shows. `next`: where the list goes on behind its limit. */
export type PageEnd = { at: number; next: Position | undefined };

/** Objects as they are shown; none of those that the store puts out itself. */
export type Page = { items: readonly Revision[]; end: PageEnd };

/** Takes an object as text in pieces, or several of them with commas in between. Copies what it is given. */
export type AddItem = (...pieces: (string | Uint8Array)[]) => void;

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
 * Selected objects page by page until the limit is reached or there are no more. What the store puts together itself goes to
 * `add`, and there are no items of it.
 *
 * @throws StatusError 410 for a state of the world that is not kept.
 */
export async function* listPages(listing: Listing, add: AddItem): AsyncGenerator<Page> {
  try {
    yield* selectedPages(listing, add);
  } catch (error) {
    if (!(error instanceof ExpiredError)) throw error;
    throw tooOld(listing.options, error);
  }
}

/** As kube-apiserver does it gives another token, for who would rather have the rest of what there is now than begin again. */
function tooOld({ continue: token }: ListOptions, { message }: ExpiredError): StatusError {
  if (!token) return expired(`The provided resourceVersion is too old: ${message}`);
  const error = expired(`The provided continue parameter is too old: ${message}. ${anotherToken}`);
  error.status.metadata.continue = writeContinueToken({ after: token.after, mode: token.mode });
  return error;
}

const anotherToken =
  "List without it, or take the token of this response for the rest of what there is now, with what was changed meanwhile.";

async function* selectedPages({ call, options, source, view, at }: Listing, add: AddItem): AsyncGenerator<Page> {
  const metadataOnly = showsNoBody(call, options);
  const around = aroundMetadata(view, !metadataOnly);
  const read = isPutByStore(call, options) ? textReader(source, { ...around, add }) : undefined;
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

/** Whether nothing of an object is looked at, and bodies, if any, are small enough to be read one after the other. */
function isPutByStore(call: Call, options: ListOptions): boolean {
  const { encoding, as } = call.format;
  if (!options.selector.selectsAll || encoding !== "json" || as === "table") return false;
  return !showsLargeBodies(call, options);
}

/** `undefined` where the source cannot. */
function textReader(
  { joined }: Source,
  { head, tail, add }: ReturnType<typeof aroundMetadata> & { add: AddItem },
): ReadPage | undefined {
  if (!joined) return undefined;
  return async (range) => ({ ...(await joined({ ...range, head, tail, bytes: bytesAtOnce, put: add })), items: [] });
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
