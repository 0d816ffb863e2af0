import { expect } from "vitest";
import { ExpiredError, type Range, type Store } from "../store.ts";
import type { Contract } from "./contract.ts";
import { key, put, remove } from "./made.ts";

export const listsAreJoined: Contract = {
  "joins a list as one text, page by page": async (open) => {
    const { store } = await open();
    const names = ["b/a", "a/c", "a/ü", "a/B", "b/gone"].map((name) => name.split("/") as [string, string]);
    for (const [namespace, name] of names) await put(store, key(namespace, name), undefined);
    const { resourceVersion: at } = await put(store, key("b", "z"), undefined);
    const gone = await store.get(key("b", "gone"));
    if (gone) await remove(store, gone);
    for (const range of [{}, { namespace: "a" }, { namespace: "none" }, { at }, { namespace: "b", at }]) {
      expect(await joinedPages(store, range)).toEqual(await listedPages(store, range));
    }
  },

  "joins nothing of what is forgotten": async (open) => {
    const { store, forgetHistory } = await open();
    const { resourceVersion: at } = await put(store, key("a", "x"), undefined);
    for (let i = 0; i < 5; i += 1) await put(store, key("a", `y${i}`), undefined);
    await forgetHistory(1);
    const reads =
      store.joined?.({ ...around, kind: "things", limit: 10, at }) ?? Promise.reject(new ExpiredError(0, 0));
    await expect(reads).rejects.toThrow(ExpiredError);
  },
};

const around = { head: '{"of":"things","metadata":', tail: ',"spec":{}}' };
type Part = Pick<Range, "namespace" | "at">;
type Pages = { pages: string[]; resourceVersion: number };

/** Pages of two, as `joined` has them where the adapter has it. */
async function joinedPages(store: Store, part: Part, after?: Range["after"]): Promise<Pages> {
  const read = await store.joined?.({ kind: "things", limit: 2, after, ...part, ...around });
  if (!read) return listedPages(store, part, after);
  const page = Buffer.from(read.text).toString();
  return withRest(page, read, (last) => joinedPages(store, part, last), read.last);
}

/** The same put together from `list`. */
async function listedPages(store: Store, part: Part, after?: Range["after"]): Promise<Pages> {
  const read = await store.list({ kind: "things", limit: 2, after, metadataOnly: true, ...part });
  const page = read.revisions
    .map(({ resourceVersion, metadata }) => `{"resourceVersion":"${resourceVersion}",${metadata.slice(1)}`)
    .map((metadata) => `${around.head}${metadata}${around.tail}`)
    .join();
  return withRest(page, read, (last) => listedPages(store, part, last), read.revisions.at(-1)?.key);
}

async function withRest(
  page: string,
  { more, resourceVersion }: { more: boolean; resourceVersion: number },
  rest: (last: Range["after"]) => Promise<Pages>,
  last: Range["after"],
): Promise<Pages> {
  return { pages: [page, ...(more ? (await rest(last)).pages : [])], resourceVersion };
}
