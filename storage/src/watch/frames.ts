import { type Rendering, renderObject } from "../api/render.ts";
import type { Status } from "../api/status.ts";
import { apiVersion } from "../kinds/kind.ts";
import type { Revision } from "../store/store.ts";
import type { Watched } from "./selected-event.ts";

/** Annotation of the bookmark that ends the initial events. Kubernetes API Concepts, "Streaming lists". */
const initialEventsEnd = { "k8s.io/initial-events-end": "true" };

/** One line of a watch: `{"type":…,"object":…}`. */
export function eventFrame(rendering: Rendering, { type, revision }: Watched, withColumns: boolean): string {
  return `{"type":"${type}","object":${renderObject(rendering, revision, withColumns)}}\n`;
}

/** Tells the client how far it has seen, without an object. */
export function bookmarkFrame(rendering: Rendering, resourceVersion: number, endsInitialEvents: boolean): string {
  const { kind, as } = rendering;
  const metadata = {
    resourceVersion: String(resourceVersion),
    creationTimestamp: null,
    ...(endsInitialEvents && { annotations: initialEventsEnd }),
  };
  const object =
    as === "object"
      ? { kind: kind.kind, apiVersion: apiVersion(kind), metadata }
      : { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata };
  const shown =
    as === "table"
      ? {
          kind: "Table",
          apiVersion: "meta.k8s.io/v1",
          metadata,
          columnDefinitions: null,
          rows: [{ cells: [], object }],
        }
      : object;
  return `${JSON.stringify({ type: "BOOKMARK", object: shown })}\n`;
}

export function errorFrame(status: Status): string {
  return `${JSON.stringify({ type: "ERROR", object: status })}\n`;
}

/**
 * Encodes an event once for all watchers that show it alike: with a thousand watchers the bytes are shared, not copied.
 * Forgotten with the revision.
 */
export function createFrameCache(): (key: string, revision: Revision, encode: () => string) => Uint8Array {
  const cache = new WeakMap<Revision, Map<string, Uint8Array>>();
  const encoder = new TextEncoder();
  return (key, revision, encode) => {
    const frames = cache.get(revision) ?? new Map<string, Uint8Array>();
    cache.set(revision, frames);
    const known = frames.get(key);
    if (known) return known;
    const bytes = encoder.encode(encode());
    frames.set(key, bytes);
    return bytes;
  };
}
