import { jsonToProtobuf } from "../api/wire/encode-json.ts";
import { objectInEnvelope } from "../api/wire/object-message.ts";
import { itemPieces, type Rendering, renderObject } from "../api/wire/render.ts";
import { apiVersion } from "../meta/kind.ts";
import type { Status } from "../meta/status.ts";
import { watchFrame } from "../protobuf/envelope.ts";
import type { Revision } from "../store/store.ts";
import { type Frame, framed } from "./frame.ts";
import type { Watched } from "./selected-event.ts";

/** Annotation of the bookmark that ends the initial events. Kubernetes API Concepts, "Streaming lists". */
const initialEventsEnd = { "k8s.io/initial-events-end": "true" };

/** One event: a line of JSON, or a message behind its length. */
export function eventFrame(rendering: Rendering, { type, revision }: Watched, withColumns: boolean): Frame {
  // A large body is not made a text to become bytes again.
  if (rendering.encoding === "json" && rendering.as === "object") return line(type, itemPieces(rendering, revision));
  if (rendering.encoding === "protobuf" && rendering.as === "object") {
    return framed([watchFrame(type, objectInEnvelope(rendering.kind, revision))]);
  }
  return frame(rendering, type, renderObject(rendering, revision, withColumns));
}

/** Tells the client how far it has seen, without an object. */
export function bookmarkFrame(rendering: Rendering, resourceVersion: number, endsInitialEvents: boolean): Frame {
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

export function errorFrame(rendering: Rendering, status: Status): Frame {
  return frame(rendering, "ERROR", JSON.stringify(status));
}

function frame({ encoding, kind }: Rendering, type: string, json: string): Frame {
  return encoding === "protobuf" ? framed([watchFrame(type, jsonToProtobuf(json, kind))]) : line(type, [json]);
}

function line(type: string, object: (string | Uint8Array)[]): Frame {
  return framed([`{"type":"${type}","object":`, ...object, "}\n"]);
}

/**
 * Encodes an event once for all watchers that show it alike: with a thousand watchers the bytes are shared, not copied.
 * Forgotten with the revision.
 */
export function createFrameCache(): (key: string, revision: Revision, encode: () => Frame) => Frame {
  const cache = new WeakMap<Revision, Map<string, Frame>>();
  return (key, revision, encode) => {
    const frames = cache.get(revision) ?? new Map<string, Frame>();
    cache.set(revision, frames);
    const known = frames.get(key);
    if (known) return known;
    const made = encode();
    frames.set(key, made);
    return made;
  };
}
