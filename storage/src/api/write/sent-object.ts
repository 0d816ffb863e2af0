import type { Kind } from "../../meta/kind.ts";
import { bodyInText, bodyInWritten } from "../../objects/body-in-text.ts";
import { type SentText, sentText } from "../../objects/object-text.ts";
import { type ReadObject, readObject, readSketch } from "../../objects/read-object.ts";
import { type Sketch, sketchOf } from "../../objects/sketch.ts";
import { rootOf } from "../../schema/root.ts";
import type { Call } from "../call.ts";
import { growthOf } from "../limits/growth-of.ts";
import { type ReadBody, readObjectBody, releaseSent } from "../wire/body.ts";
import type { WriteOptions } from "./write-options.ts";

/** The object that a write sends, in whatever encoding. */
export function readKindBody(call: Call, repeated?: string[]): Promise<ReadBody> {
  const { kind, raw, roomFor } = call;
  const message = kind.message && rootOf(kind.message);
  return readObjectBody(raw, kind.maxBodyBytes, {
    message,
    repeated,
    roomFor,
    growthOf: (sent) => growthOf(call, sent),
  });
}

/** `text`: the body as it is stored, where that is what was sent. `isSketch`: the object is only what `sketchOf` makes of it. */
export type SentObject = Pick<ReadObject, "object" | "warnings"> & { text: SentText | undefined; isSketch: boolean };

/**
 * Waits until all of it has arrived. What this resolves to reads it once, as an object, with what of it is not understood. Who has
 * waited should call a function that does so, and not have the object itself: docs/reference/storage-traps.md.
 */
export async function arrivedObject(call: Call, options: WriteOptions): Promise<() => SentObject> {
  const repeated: string[] = [];
  const body = await readKindBody(call, options.noticesRepeated ? repeated : undefined);
  return () => {
    const { json: text, value } = body.read();
    // What replaces an object is compared with it as a whole: what protobuf cannot say stays as it was.
    const isCompared = body.isProtobuf && call.request.verb !== "create";
    const isParsed = options.noticesRepeated || isCompared || text === undefined;
    const sketch = isParsed ? undefined : sketchOf(call.kind, text);
    const read = sketch
      ? sketchedObject(call.kind, sketch, options)
      : parsedObject(call, { ...body, text, value: value(), repeated }, options);
    releaseSent(body.sent);
    return read;
  };
}

function sketchedObject(kind: Kind, sketch: Sketch, { fieldValidation }: WriteOptions): SentObject {
  return { ...readSketch(kind, sketch, fieldValidation), text: sentText(sketch.text), isSketch: true };
}

/** `text`: all of what was sent. */
type Parsed = Omit<ReadBody, "read"> & { text: string | undefined; value: unknown; repeated: string[] };

function parsedObject(
  call: Call,
  { sent, isProtobuf, text, value, repeated }: Parsed,
  { fieldValidation }: WriteOptions,
): SentObject {
  const read = readObject(call.kind, value, fieldValidation, { repeated, growth: growthOf(call, sent) });
  const isKept = text !== undefined && read.isAsSent && isKeptAsSent(call.kind);
  const find = isProtobuf ? bodyInWritten : bodyInText;
  const body = isKept ? find(text, value as Record<string, unknown>) : undefined;
  return { ...read, text: body === undefined ? undefined : sentText(body), isSketch: false };
}

function isKeptAsSent(kind: Kind): boolean {
  return !kind.hasStatus && !kind.kept;
}
