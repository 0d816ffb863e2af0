import type { Kind } from "../../meta/kind.ts";
import { bodyInText } from "../../objects/body-in-text.ts";
import { type ReadObject, readObject, readSketch } from "../../objects/read-object.ts";
import { sketchOf } from "../../objects/sketch.ts";
import { rootOf } from "../../schema/root.ts";
import type { Call } from "../call.ts";
import { growthOf } from "../limits/growth-of.ts";
import { type ReadBody, readObjectBody } from "../wire/body.ts";
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
type SentObject = Pick<ReadObject, "object" | "warnings"> & { text: string | undefined; isSketch: boolean };

/** The same as an object, and what of it is not understood. */
export async function readSentObject(
  call: Call,
  { fieldValidation, noticesRepeated }: WriteOptions,
): Promise<SentObject> {
  const repeated: string[] = [];
  const body = await readKindBody(call, noticesRepeated ? repeated : undefined);
  const sketch = body.json === undefined || noticesRepeated ? undefined : sketchOf(call.kind, body.json);
  if (sketch) return { ...readSketch(call.kind, sketch, fieldValidation), text: sketch.text, isSketch: true };
  const { sent, json } = body;
  const value = body.value();
  const read = readObject(call.kind, value, fieldValidation, { repeated, growth: growthOf(call, sent) });
  const text =
    json !== undefined && read.isAsSent && isKeptAsSent(call.kind) ? bodyInText(json, value as object) : undefined;
  return { ...read, text, isSketch: false };
}

function isKeptAsSent(kind: Kind): boolean {
  return !kind.hasStatus && !kind.kept && !kind.stamped;
}
