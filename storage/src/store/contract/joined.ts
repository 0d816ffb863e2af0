import { expect } from "vitest";
import { ExpiredError, type JoinedRange, type Range, type Revision, type Store } from "../store.ts";
import type { Contract } from "./contract.ts";
import { change, key, put, remove } from "./made.ts";

export const listsAreJoined: Contract = {
  "joins a list as one text, page by page": async (open) => {
    const { store } = await open();
    const at = await fill(store);
    for (const range of ranges(at)) {
      expect(await joinedPages(store, range, without)).toEqual(await listedPages(store, range, without));
    }
  },

  "joins a list with bodies, small, large and none, and ends a page where it is large enough": async (open) => {
    const { store } = await open();
    const at = await fill(store);
    for (const range of ranges(at)) {
      expect(await joinedPages(store, range, bodies)).toEqual(await listedPages(store, range, bodies));
      const small = { ...bodies, bytes: 1 };
      expect(await joinedPages(store, range, small)).toEqual(await listedPages(store, range, small));
    }
  },

  "joins nothing of what is forgotten": async (open) => {
    const { store, forgetHistory } = await open();
    const { resourceVersion: at } = await put(store, key("a", "x"), undefined);
    for (let i = 0; i < 5; i += 1) await put(store, key("a", `y${i}`), undefined);
    await forgetHistory(1);
    for (const form of [without, bodies]) {
      const reads =
        store.joined?.({ ...form, kind: "things", put: () => {}, at }) ?? Promise.reject(new ExpiredError(0, 0));
      await expect(reads).rejects.toThrow(ExpiredError);
    }
  },
};

type Form = Pick<JoinedRange, "head" | "tail" | "bytes" | "limit">;
type Part = Pick<Range, "namespace" | "at">;
type Pages = { pages: string[]; resourceVersion: number };

const without: Form = { head: '{"of":"things","metadata":', tail: ',"spec":{}}', bytes: 1, limit: 2 };
const bodies: Form = { head: '{"metadata":', tail: undefined, bytes: 1_000_000, limit: 2 };

/** @returns A state of the world that is older than the newest. */
async function fill(store: Store): Promise<number> {
  const names = ["b/a", "a/c", "a/ü", "a/B", "b/gone"].map((name) => name.split("/") as [string, string]);
  for (const [namespace, name] of names) await put(store, key(namespace, name), undefined, `of ${name}`);
  // Unpacked, the first is larger than the pieces of memory that Node shares out, the second is not.
  await put(store, key("a", "large"), undefined, "ö".repeat(40_000));
  await put(store, key("a", "medium"), undefined, "m".repeat(20_000));
  await store.commit({ ...change(key("a", "none"), undefined), body: "" });
  const { resourceVersion } = await put(store, key("b", "z"), undefined);
  const gone = await store.get(key("b", "gone"));
  if (gone) await remove(store, gone);
  return resourceVersion;
}

function ranges(at: number): Part[] {
  return [{}, { namespace: "a" }, { namespace: "none" }, { at }, { namespace: "b", at }];
}

/** As `joined` has them where the adapter has it. */
async function joinedPages(store: Store, part: Part, form: Form, after?: Range["after"]): Promise<Pages> {
  const items: string[] = [];
  const take = (...pieces: Uint8Array[]) => void items.push(Buffer.concat(pieces).toString());
  const read = await store.joined?.({ kind: "things", after, ...part, ...form, put: take });
  if (!read) return listedPages(store, part, form, after);
  return withRest(items.join(), read, (last) => joinedPages(store, part, form, last), read.last);
}

/** The same put together from `list`. */
async function listedPages(store: Store, part: Part, form: Form, after?: Range["after"]): Promise<Pages> {
  const { head, tail } = form;
  // One object has a byte.
  const limit = tail === undefined && form.bytes === 1 ? 1 : form.limit;
  const read = await store.list({ kind: "things", limit, after, metadataOnly: tail !== undefined, ...part });
  const behind = ({ body }: Revision) => tail ?? (body === "" ? "}" : `,${body}}`);
  const items = read.revisions.map(
    (state) => `${head}{"resourceVersion":"${state.resourceVersion}",${state.metadata.slice(1)}${behind(state)}`,
  );
  return withRest(items.join(), read, (last) => listedPages(store, part, form, last), read.revisions.at(-1)?.key);
}

async function withRest(
  page: string,
  { more, resourceVersion }: { more: boolean; resourceVersion: number },
  rest: (last: Range["after"]) => Promise<Pages>,
  last: Range["after"],
): Promise<Pages> {
  return { pages: [page, ...(more ? (await rest(last)).pages : [])], resourceVersion };
}
