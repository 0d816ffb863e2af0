import { setImmediate as nextTurn } from "node:timers/promises";
import type { ApiDeps, Call } from "../api/call.ts";
import type { ListOptions } from "../api/list-options.ts";
import { pageRows, showsNoBody } from "../api/listed-form.ts";
import { parseMetadata } from "../objects/object-text.ts";
import type { Watched } from "./selected-event.ts";

/** Everything that exists at one moment, as additions. */
export async function* initialEvents(
  call: Call,
  options: ListOptions,
  deps: ApiDeps,
  metadataOnly = showsNoBody(call, options),
): AsyncGenerator<{ events: Watched[]; resourceVersion: number }> {
  const source = deps.source(call.kind);
  const { selector } = options;
  const limit = pageRows(call.kind, metadataOnly);
  let after: { namespace: string; name: string } | undefined;
  let at: number | undefined;
  for (;;) {
    const page = await source.list({ namespace: call.request.namespace, after, limit, at, metadataOnly });
    at = page.resourceVersion;
    after = page.revisions.at(-1)?.key;
    const events = page.revisions
      .filter((revision) => selector.selectsAll || selector.matches(parseMetadata(revision)))
      .map((revision): Watched => ({ type: "ADDED", revision }));
    yield { events, resourceVersion: page.resourceVersion };
    if (!page.more) return;
    await nextTurn();
  }
}
