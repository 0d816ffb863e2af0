import type { Kind } from "../../kinds/kind.ts";
import { bodyInText } from "../../objects/body-in-text.ts";
import { type ReadObject, readObject } from "../../objects/read-object.ts";
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

/** The same as an object, what of it is not understood, and its body as it is stored, where that is what was sent. */
export async function readSentObject(
  call: Call,
  { fieldValidation, noticesRepeated }: WriteOptions,
): Promise<ReadObject & { text: string | undefined }> {
  const repeated: string[] = [];
  const { value, sent, json } = await readKindBody(call, noticesRepeated ? repeated : undefined);
  const read = readObject(call.kind, value, fieldValidation, { repeated, growth: growthOf(call, sent) });
  const text =
    json !== undefined && read.isAsSent && isKeptAsSent(call.kind) ? bodyInText(json, value as object) : undefined;
  return { ...read, text };
}

function isKeptAsSent(kind: Kind): boolean {
  return !kind.hasStatus && !kind.kept && !kind.stamped;
}
