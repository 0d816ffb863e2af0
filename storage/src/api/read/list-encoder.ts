import { apiVersion, type Kind } from "../../meta/kind.ts";
import { encodeMessage } from "../../protobuf/encode.ts";
import { envelopeHead } from "../../protobuf/envelope.ts";
import { createOutput, putVarint, written } from "../../protobuf/output.ts";
import { listMeta } from "../../schema/meta.ts";
import { pack, unpacked } from "../../store/packed-body.ts";
import type { Revision } from "../../store/store.ts";
import type { Format } from "../wire/negotiate.ts";
import { metadataMessage, objectMessage } from "../wire/object-message.ts";

/** Tags of a list's metadata and items. */
const [metadataTag, itemTag] = [0x0a, 0x12];

/** Items that wait until all are encoded, because the length of all stands first: so many bytes as they are, more compressed. */
const waitingBytes = 4 * 1024 * 1024;

/** A list in protobuf, item by item. */
export type ListEncoder = {
  add(items: readonly Revision[]): void;
  /** @param metadata JSON text. */
  finish(metadata: string): Iterable<Uint8Array>;
};

export function listEncoder(kind: Kind, as: Format["as"]): ListEncoder {
  const encode = (item: Revision) => (as === "object" ? objectMessage(kind, item) : metadataMessage(item));
  const type =
    as === "object"
      ? { apiVersion: apiVersion(kind), kind: `${kind.kind}List` }
      : { apiVersion: "meta.k8s.io/v1", kind: "PartialObjectMetadataList" };
  const packed: Buffer[] = [];
  let chunks: Buffer[] = [];
  let waiting = 0;
  let size = 0;

  const append = (tag: number, bytes: Buffer) => {
    const head = createOutput(16);
    putVarint(head, bytes.length);
    putVarint(head, tag);
    chunks.push(written(head), bytes);
    const length = written(head).length + bytes.length;
    size += length;
    waiting += length;
    if (waiting < waitingBytes) return;
    packed.push(pack(Buffer.concat(chunks)));
    chunks = [];
    waiting = 0;
  };
  return {
    add: (items) => {
      for (const item of items) append(itemTag, encode(item));
    },
    finish: function* (metadata) {
      append(metadataTag, encodeMessage(listMeta, JSON.parse(metadata) as Record<string, unknown>));
      yield envelopeHead(type, size);
      for (const part of packed) yield unpacked(part);
      yield* chunks;
    },
  };
}
