import { apiVersion, type Kind } from "../kinds/kind.ts";
import { encodeMessage } from "../protobuf/encode.ts";
import { envelopeHead } from "../protobuf/envelope.ts";
import { createOutput, putVarint, written } from "../protobuf/output.ts";
import { listMeta, partialObjectMetadata } from "../schema/meta.ts";
import { rootOf } from "../schema/root.ts";
import type { Format } from "./negotiate.ts";

/** Tags of a list's metadata and items. */
const [metadataTag, itemTag] = [0x0a, 0x12];

/** A list in protobuf, item by item. */
export type ListEncoder = {
  /** @param items JSON texts. */
  add(items: string[]): void;
  /** @param metadata JSON text. */
  finish(metadata: string): Iterable<Uint8Array>;
};

export function listEncoder(kind: Kind, as: Format["as"]): ListEncoder {
  const message = as === "object" && kind.message ? rootOf(kind.message) : partialObjectMetadata;
  const type =
    as === "object"
      ? { apiVersion: apiVersion(kind), kind: `${kind.kind}List` }
      : { apiVersion: "meta.k8s.io/v1", kind: "PartialObjectMetadataList" };
  const chunks: Buffer[] = [];
  let size = 0;

  const append = (tag: number, bytes: Buffer) => {
    const head = createOutput(16);
    putVarint(head, bytes.length);
    putVarint(head, tag);
    chunks.push(written(head), bytes);
    size += written(head).length + bytes.length;
  };
  return {
    add: (items) => {
      for (const item of items) append(itemTag, encodeMessage(message, JSON.parse(item) as Record<string, unknown>));
    },
    finish: (metadata) => {
      append(metadataTag, encodeMessage(listMeta, JSON.parse(metadata) as Record<string, unknown>));
      return [envelopeHead(type, size), ...chunks];
    },
  };
}
