import { type Kind, resourceName, type Source } from "../meta/kind.ts";
import type { Store } from "../store/store.ts";

/** Where each kind is read from: `computed` by name of the kind, everything else straight from the store. */
export function sources(store: Store, computed: Map<string, Source>): (kind: Kind) => Source {
  const { joined } = store;
  return (kind) => {
    const name = resourceName(kind);
    return (
      computed.get(name) ?? {
        get: ({ namespace, name: object }) => store.get({ kind: name, namespace, name: object }),
        list: (range) => store.list({ kind: name, ...range }),
        joined: joined && ((range) => joined({ kind: name, ...range })),
      }
    );
  };
}
