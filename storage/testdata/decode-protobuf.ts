// Says in JSON what answers in protobuf say: a line of input `{"isWatch": boolean, "bytes": base64}` becomes a line of output,
// of a watch the list of its events.
import { createInterface } from "node:readline";
import { resultKinds } from "../src/kinds/result-kinds.ts";
import { decodeMessage } from "../src/protobuf/decode.ts";
import { openEnvelope } from "../src/protobuf/envelope.ts";
import type { Message } from "../src/schema/message.ts";
import { partialObjectMetadata, partialObjectMetadataList, status } from "../src/schema/meta.ts";
import { listOf, rootOf } from "../src/schema/root.ts";

const messages = new Map<string, Message>([
  ["Status", status],
  ["PartialObjectMetadata", partialObjectMetadata],
  ["PartialObjectMetadataList", partialObjectMetadataList],
  ...resultKinds.flatMap(({ kind, message }): [string, Message][] =>
    message
      ? [
          [kind, rootOf(message)],
          [`${kind}List`, listOf(message)],
        ]
      : [],
  ),
]);

for await (const line of createInterface(process.stdin)) {
  const { isWatch, bytes } = JSON.parse(line) as { isWatch?: boolean; bytes: string };
  const body = Buffer.from(bytes, "base64");
  process.stdout.write(`${JSON.stringify(isWatch ? eventsIn(body) : objectIn(body))}\n`);
}

function objectIn(bytes: Buffer): unknown {
  const { apiVersion, kind, raw } = openEnvelope(bytes);
  const message = messages.get(kind);
  return { apiVersion, kind, ...(message ? decodeMessage(message, raw) : { bytes: raw.length }) };
}

/** Frames of a watch: a length, then `WatchEvent` with the type and `RawExtension` with the object. */
function eventsIn(bytes: Buffer): unknown[] {
  const events: unknown[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    const frame = bytes.subarray(at + 4, end);
    const object = frame.indexOf("k8s\0", 0, "latin1");
    // Field 1: its tag, its length, which is short, and its text.
    events.push({ type: frame.toString("utf8", 2, 2 + (frame[1] ?? 0)), object: objectIn(frame.subarray(object)) });
    at = end;
  }
  return events;
}
