import { jsonToProtobuf } from "../api/encode-json.ts";
import { type Rendering, renderObject } from "../api/render.ts";
import type { Status } from "../api/status.ts";
import { apiVersion } from "../kinds/kind.ts";
import { watchFrame } from "../protobuf/envelope.ts";
import type { Revision } from "../store/store.ts";
import type { Watched } from "./selected-event.ts";

/** Annotation of the bookmark that ends the initial events. Kubernetes API Concepts, "Streaming lists". */
const initialEventsEnd = { "k8s.io/initial-events-end": "true" };

/** One event: a line of JSON, or a message behind its length. */
export function eventFrame(rendering: Rendering, { type, revision }: Watched, withColumns: boolean): Uint8Array {
  return frame(rendering, type, renderObject(rendering, revision, withColumns));
}

/** Tells the client how far it has seen, without an object. */
export function bookmarkFrame(rendering: Rendering, resourceVersion: number, endsInitialEvents: boolean): Uint8Array {
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
  return frame(rendering, "BOOKMARK", JSON.stringify(shown));
}

export function errorFrame(rendering: Rendering, status: Status): Uint8Array {
  return frame(rendering, "ERROR", JSON.stringify(status));
}

const encoder = new TextEncoder();

function frame({ encoding, kind }: Rendering, type: string, json: string): Uint8Array {
  if (encoding === "protobuf") return watchFrame(type, jsonToProtobuf(json, kind));
  return encoder.encode(`{"type":"${type}","object":${json}}\n`);
}

/**
 * Encodes an event once for all watchers that show it alike: with a thousand watchers the bytes are shared, not copied.
 * Forgotten with the revision.
 */
export function createFrameCache(): (key: string, revision: Revision, encode: () => Uint8Array) => Uint8Array {
  const cache = new WeakMap<Revision, Map<string, Uint8Array>>();
  return (key, revision, encode) => {
    const frames = cache.get(revision) ?? new Map<string, Uint8Array>();
    cache.set(revision, frames);
    const known = frames.get(key);
    if (known) return known;
    const bytes = encode();
    frames.set(key, bytes);
    return bytes;
  };
}
