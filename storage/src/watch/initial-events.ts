import { setImmediate as nextTurn } from "node:timers/promises";
import type { ApiDeps, Call } from "../api/call.ts";
import type { ContinueToken } from "../api/read/continue-token.ts";
import type { ListOptions } from "../api/read/list-options.ts";
import { pageRows, showsNoBody } from "../api/read/listed-form.ts";
import { parseMetadata } from "../objects/object-text.ts";
import type { Watched } from "./selected-event.ts";

/** `more`: whether there are objects behind these. */
type Existing = { events: Watched[]; resourceVersion: number; more: boolean };

/**
 * Everything that exists at one moment, as additions.
 *
 * @param from Where a page of a list has ended, and the moment that it shows; absent: from the beginning, now.
 * @throws ExpiredError when that moment is no longer kept.
 */
export async function* initialEvents(
  call: Call,
  options: ListOptions,
  deps: ApiDeps,
  {
    metadataOnly = showsNoBody(call, options),
    from,
  }: { metadataOnly?: boolean; from?: ContinueToken | undefined } = {},
): AsyncGenerator<Existing> {
  const source = deps.source(call.kind);
  const { selector } = options;
  const limit = pageRows(call.kind, metadataOnly);
  let after = from?.after;
  let at = from?.at;
  for (;;) {
    const page = await source.list({ namespace: call.request.namespace, after, limit, at, metadataOnly });
    at = page.resourceVersion;
    after = page.revisions.at(-1)?.key;
    const events = page.revisions
      .filter((revision) => selector.selectsAll || selector.matches(parseMetadata(revision)))
      .map((revision): Watched => ({ type: "ADDED", revision }));
    yield { events, resourceVersion: page.resourceVersion, more: page.more };
    if (!page.more) return;
    await nextTurn();
  }
}
