import { type Kind, resourceName } from "../meta/kind.ts";
import type { Key, Revision, Store } from "../store/store.ts";
import { resultPages } from "./result-pages.ts";

/** Since when a result has no owner, in milliseconds since 1970; of the object with this UID and no other. */
type Mark = { uid: string; since: number };

/** The marks on some objects of one kind. Nobody else writes them. */
export type Marks = {
  get(key: Key): Mark | undefined;
  set(key: Key, mark: Mark): Promise<void>;
  drop(key: Key): Promise<void>;
};

/**
 * Marks are kept in the store under a kind that nobody is served, so that a restart does not begin the time of grace
 * again, and so that marking an object is no change of it. They are read beside the objects, in the same order.
 */
export type MarkReader = {
  /**
   * The marks up to this key, from where the last call ended; absent: all that are left. `keys` are those of the objects
   * that are there: a mark on any other is dropped.
   */
  upTo(last: Key | undefined, keys: readonly Key[]): Promise<Marks>;
};

export function createMarkReader(store: Store, marked: Kind, signal: AbortSignal): MarkReader {
  const kind = `unowned/${resourceName(marked)}`;
  const pages = resultPages(store, kind, signal);
  let waiting: Revision[] = [];

  async function commit(key: Key, type: Revision["type"], metadata: string, replaces?: Revision): Promise<void> {
    const committed = await store.commit({ key, type, replaces, metadata, body: "", digest: undefined });
    if (!committed.ok) throw new Error(`the mark on ${textOf(key)} was changed by somebody else`);
  }

  async function readOn(): Promise<boolean> {
    const page = await pages.next();
    waiting = page.value ?? [];
    return !page.done;
  }

  /** Of what waits, up to the key: a page at most. */
  function take(last: Key | undefined): Revision[] {
    const end = last ? waiting.findIndex(({ key }) => isBehind(key, last)) : -1;
    return waiting.splice(0, end === -1 ? waiting.length : end);
  }

  return {
    upTo: async (last, keys) => {
      const names = new Set(keys.map(textOf));
      const known = new Map<string, Revision>();
      for (let isDone = false; !isDone; ) {
        const marks = take(last);
        for (const mark of marks) if (names.has(textOf(mark.key))) known.set(textOf(mark.key), mark);
        const stale = marks.filter(({ key }) => !names.has(textOf(key)));
        await Promise.all(stale.map((mark) => commit(mark.key, "deleted", mark.metadata, mark)));
        isDone = waiting.length > 0 || !(await readOn());
      }
      return {
        get: (key) => {
          const mark = known.get(textOf(key));
          return mark && (JSON.parse(mark.metadata) as Mark);
        },
        set: ({ namespace, name }, mark) => {
          const key = { kind, namespace, name };
          const before = known.get(textOf(key));
          return commit(key, before ? "modified" : "added", JSON.stringify(mark), before);
        },
        drop: async (key) => {
          const mark = known.get(textOf(key));
          if (mark) await commit(mark.key, "deleted", mark.metadata, mark);
        },
      };
    },
  };
}

/** In the order of the store: byte by byte. */
function isBehind(a: Key, b: Key): boolean {
  const order = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
  return (order(a.namespace, b.namespace) || order(a.name, b.name)) > 0;
}

function textOf({ namespace, name }: Key): string {
  return `${namespace}/${name}`;
}
