import type { Message } from "../schema/message.ts";
import { typeMeta } from "../schema/meta.ts";
import { decodeMessage } from "./decode.ts";
import { encodeMessage } from "./encode.ts";
import { inputOf, readPart, readSmallVarint, readText, skip } from "./input.ts";
import { createOutput, putBytes, putText, putVarint, sizeOf, written } from "./output.ts";
import { ProtobufError } from "./wire.ts";

export const protobufType = "application/vnd.kubernetes.protobuf";

/** `k8s\0`. Kubernetes API Concepts, "Kubernetes Protobuf encoding". */
const magic = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

/** Tags of the first three fields, all with a length. `runtime.Unknown`: type, message, how that is encoded. */
const [first, second, third] = [0x0a, 0x12, 0x1a];

export type Typed = { apiVersion: string; kind: string };

/** An object as it travels: its type, and its message still encoded. */
export type Envelope = Typed & { raw: Uint8Array };

/** What stands before a message of so many bytes. */
export function envelopeHead({ apiVersion, kind }: Typed, length: number): Buffer<ArrayBuffer> {
  const type = encodeMessage(typeMeta, { apiVersion, kind });
  const output = createOutput(type.length + 32);
  putVarint(output, length);
  putVarint(output, second);
  putBytes(output, type);
  putVarint(output, type.length);
  putVarint(output, first);
  putBytes(output, magic);
  return written(output);
}

/** @throws ProtobufError */
export function openEnvelope(bytes: Uint8Array): Envelope {
  if (!magic.equals(bytes.subarray(0, magic.length))) throw new ProtobufError("the body does not begin with k8s\\0");
  const input = inputOf(bytes.subarray(magic.length));
  const envelope: Envelope = { apiVersion: "", kind: "", raw: new Uint8Array() };
  while (input.at < input.end) {
    const tag = readSmallVarint(input);
    if (tag === first) {
      const part = readPart(input);
      Object.assign(envelope, decodeMessage(typeMeta, part.bytes.subarray(part.at, part.end)));
    } else if (tag === second) {
      const part = readPart(input);
      envelope.raw = part.bytes.subarray(part.at, part.end);
    } else if (tag === third) {
      if (readText(input) !== "") throw new ProtobufError("the body is encoded once more");
    } else skip(input, tag & 7);
  }
  return envelope;
}

/** An object with `apiVersion` and `kind`, as the message that it is. */
export function encodeObject(message: Message, object: Typed & Record<string, unknown>): Buffer<ArrayBuffer> {
  const raw = encodeMessage(message, object);
  return Buffer.concat([envelopeHead(object, raw.length), raw]);
}

/** One event of a watch behind its length: `WatchEvent` has a type and an object, which is in an envelope of its own. */
export function watchFrame(type: string, object: Uint8Array): Buffer<ArrayBuffer> {
  const output = createOutput(object.length + type.length + 32);
  putBytes(output, object);
  putVarint(output, object.length);
  putVarint(output, first);
  putVarint(output, sizeOf(output));
  putVarint(output, second);
  putText(output, type);
  putVarint(output, first);
  const event = written(output);
  const frame = Buffer.allocUnsafe(4 + event.length);
  frame.writeUInt32BE(event.length);
  event.copy(frame, 4);
  return frame;
}
