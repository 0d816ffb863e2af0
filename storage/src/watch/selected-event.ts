import type { Metadata } from "../meta/metadata.ts";
import { parseMetadata } from "../objects/object-text.ts";
import type { Selector } from "../objects/selectors.ts";
import type { Revision, StoreEvent } from "../store/store.ts";

type WatchedType = "ADDED" | "MODIFIED" | "DELETED";
export type Watched = { type: WatchedType; revision: Revision };

/**
 * What a change is to a watcher that sees only some objects: one that stops to match is deleted for it, one that begins
 * to match is added. Kubernetes API Concepts, "Efficient detection of changes".
 *
 * @param metadataOf Where many watchers look at one change, one that parses it once.
 */
export function selectedEvent(
  { revision, previous }: StoreEvent,
  selector: Selector,
  metadataOf: (revision: Revision) => Metadata = parseMetadata,
): Watched | undefined {
  const matches = (state: Revision) => selector.selectsAll || selector.matches(metadataOf(state));
  const was = previous !== undefined && matches(previous);
  const is = revision.type !== "deleted" && matches(revision);
  if (is) return { type: was ? "MODIFIED" : "ADDED", revision };
  return was ? { type: "DELETED", revision: lastSeen(previous, revision) } : undefined;
}

/** What does not match any more is not shown: the watcher is told of the state that it has seen. */
function lastSeen(previous: Revision, revision: Revision): Revision {
  return revision.type === "deleted" ? revision : { ...previous, resourceVersion: revision.resourceVersion };
}

/** Parses the metadata of each state once. */
export function rememberedMetadata(): (revision: Revision) => Metadata {
  const known = new Map<Revision, Metadata>();
  return (revision) => {
    const metadata = known.get(revision) ?? parseMetadata(revision);
    known.set(revision, metadata);
    return metadata;
  };
}
