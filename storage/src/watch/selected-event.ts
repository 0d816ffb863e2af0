import { parseMetadata } from "../objects/object-text.ts";
import type { Selector } from "../objects/selectors.ts";
import type { Revision, StoreEvent } from "../store/store.ts";

type WatchedType = "ADDED" | "MODIFIED" | "DELETED";
export type Watched = { type: WatchedType; revision: Revision };

/**
 * What a change is to a watcher that sees only some objects: one that stops to match is deleted for it, one that begins
 * to match is added. Kubernetes API Concepts, "Efficient detection of changes".
 */
export function selectedEvent(
  event: StoreEvent,
  namespace: string | undefined,
  selector: Selector,
): Watched | undefined {
  const { revision, previous } = event;
  if (namespace !== undefined && namespace !== revision.key.namespace) return undefined;
  const matches = (state: Revision) => selector.selectsAll || selector.matches(parseMetadata(state));
  const was = previous !== undefined && matches(previous);
  const is = revision.type !== "deleted" && matches(revision);
  if (is) return { type: was ? "MODIFIED" : "ADDED", revision };
  return was ? { type: "DELETED", revision } : undefined;
}
