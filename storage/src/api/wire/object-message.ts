import { apiVersion, type Kind } from "../../meta/kind.ts";
import { metadataText } from "../../objects/object-text.ts";
import { encodeMessage } from "../../protobuf/encode.ts";
import { encodeText } from "../../protobuf/encode-text.ts";
import { envelopeHead } from "../../protobuf/envelope.ts";
import type { Message } from "../../schema/message.ts";
import { partialObjectMetadata } from "../../schema/meta.ts";
import { bodyBytes } from "../../store/packed-body.ts";
import type { Revision } from "../../store/store.ts";

/** An object in its envelope. */
export function objectInEnvelope(kind: Kind, revision: Revision): Buffer<ArrayBuffer> {
  const parts = objectParts(kind, revision);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([envelopeHead({ apiVersion: apiVersion(kind), kind: kind.kind }, length), ...parts]);
}

/** An object as the message that it is, from what is stored of it. */
export function objectMessage(kind: Kind, revision: Revision): Buffer<ArrayBuffer> {
  return Buffer.concat(objectParts(kind, revision));
}

/** The same without its body. */
export function metadataMessage(revision: Revision): Buffer<ArrayBuffer> {
  return encodeMessage(partialObjectMetadata, { metadata: JSON.parse(metadataText(revision)) as unknown });
}

/** One behind the other: metadata is the first field of every object. */
function objectParts({ kind, message }: Kind, revision: Revision): Buffer<ArrayBuffer>[] {
  if (!message) throw new Error(`${kind} has no protobuf form`);
  return [metadataMessage(revision), bodyMessage(message, revision)];
}

function bodyMessage(message: Message, revision: Revision): Buffer<ArrayBuffer> {
  const body = bodyBytes(revision) ?? Buffer.from(revision.body);
  return (
    encodeText(message, body) ?? encodeMessage(message, JSON.parse(`{${revision.body}}`) as Record<string, unknown>)
  );
}
