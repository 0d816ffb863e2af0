import { setImmediate as nextTurn } from "node:timers/promises";
import { parseMetadata } from "../../objects/object-text.ts";
import type { Revision } from "../../store/store.ts";
import type { ApiDeps, Call } from "../call.ts";
import type { ContinueToken } from "./continue-token.ts";
import type { ListOptions } from "./list-options.ts";
import { pageRows, showsNoBody } from "./listed-form.ts";

/** `resourceVersion`: of the moment that is read. `more`: whether there are objects behind these. */
type Existing = { revisions: Revision[]; resourceVersion: number; more: boolean };

/**
 * Every selected object that exists at one moment, page by page; other requests are read between two of them.
 *
 * @param from Where a page of a list has ended, and the moment that it shows; absent: from the beginning, now.
 * @throws ExpiredError when that moment is no longer kept.
 */
export async function* existingObjects(
  call: Call,
  { selector, mode }: Pick<ListOptions, "selector" | "mode">,
  deps: Pick<ApiDeps, "source">,
  {
    metadataOnly = showsNoBody(call, { mode }),
    from,
  }: { metadataOnly?: boolean; from?: ContinueToken | undefined } = {},
): AsyncGenerator<Existing> {
  const source = deps.source(call.kind);
  const limit = pageRows(call.kind, metadataOnly);
  let after = from?.after;
  let at = from?.at;
  for (;;) {
    const page = await source.list({ namespace: call.request.namespace, after, limit, at, metadataOnly });
    at = page.resourceVersion;
    after = page.revisions.at(-1)?.key;
    const revisions = page.revisions.filter(
      (revision) => selector.selectsAll || selector.matches(parseMetadata(revision)),
    );
    yield { revisions, resourceVersion: page.resourceVersion, more: page.more };
    if (!page.more) return;
    await nextTurn();
  }
}
