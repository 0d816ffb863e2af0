import { type Kind, resourceName } from "../kinds/kind.ts";
import type { Key, Revision, Store } from "../store/store.ts";

/** Since when a result has no owner, in milliseconds since 1970; of the object with this UID and no other. */
type Mark = { uid: string; since: number };

/**
 * Marks are kept in the store under a kind that nobody is served, so that a restart does not begin the time of grace
 * again, and so that marking an object is no change of it.
 */
export type Marks = {
  get(namespace: string, name: string): Mark | undefined;
  set(namespace: string, name: string, mark: Mark): Promise<void>;
  drop(namespace: string, name: string): Promise<void>;
  /** All that are left. */
  names(): { namespace: string; name: string }[];
};

const pageSize = 1000;

/** The marks on objects of one kind. Nobody else writes them. */
export async function readMarks(store: Store, marked: Kind): Promise<Marks> {
  const kind = `unowned/${resourceName(marked)}`;
  const known = new Map<string, Revision>();
  for (let more = true, after: Key | undefined; more; ) {
    const page = await store.list({ kind, after, limit: pageSize });
    for (const revision of page.revisions) known.set(textOf(revision.key), revision);
    after = page.revisions.at(-1)?.key;
    more = page.more;
  }

  async function commit(key: Key, type: Revision["type"], metadata: string): Promise<void> {
    const replaces = known.get(textOf(key));
    const committed = await store.commit({ key, type, replaces, metadata, body: "", digest: undefined });
    if (!committed.ok) throw new Error(`the mark on ${textOf(key)} was changed by somebody else`);
    if (type === "deleted") known.delete(textOf(key));
    else known.set(textOf(key), committed.revision);
  }

  return {
    get: (namespace, name) => {
      const revision = known.get(textOf({ kind, namespace, name }));
      return revision && (JSON.parse(revision.metadata) as Mark);
    },
    set: (namespace, name, mark) => {
      const key = { kind, namespace, name };
      return commit(key, known.has(textOf(key)) ? "modified" : "added", JSON.stringify(mark));
    },
    drop: async (namespace, name) => {
      const key = { kind, namespace, name };
      const revision = known.get(textOf(key));
      if (revision) await commit(key, "deleted", revision.metadata);
    },
    names: () => [...known.values()].map(({ key }) => ({ namespace: key.namespace, name: key.name })),
  };
}

function textOf({ namespace, name }: Key): string {
  return `${namespace}/${name}`;
}
