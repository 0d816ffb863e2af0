import { releaseBytes } from "../../memory/release-bytes.ts";
import { badRequest, StatusError, tooLarge, unsupportedMediaType } from "../../meta/status.ts";
import { decodeMessage } from "../../protobuf/decode.ts";
import { decodeText } from "../../protobuf/decode-text.ts";
import { openEnvelope, protobufType } from "../../protobuf/envelope.ts";
import { ProtobufError } from "../../protobuf/wire.ts";
import type { Growth } from "../../schema/growth.ts";
import type { Message } from "../../schema/message.ts";
import type { Received } from "../../serve/received.ts";
import { parseMediaType } from "./media-type.ts";
import { parseText, unreadable } from "./parse-text.ts";

/** Smaller bodies cost little memory and time. */
export const smallBytes = 64 * 1024;

/** Fields that an error names: call stacks in a profile contain themselves many times. */
const longestPath = 20;

/** Resolves when there is memory for work on a body of so many bytes. */
export type RoomFor = (bytes: number) => Promise<void>;

/**
 * Bodies larger than this are refused before or while they arrive, so that they are never in memory whole. While others are
 * waited for a large one is kept as bytes: docs/reference/storage-traps.md.
 */
export async function readBody(request: Received, limitBytes: number, roomFor?: RoomFor): Promise<Growth["sent"]> {
  const announced = announcedBytes(request, limitBytes);
  if (announced !== undefined && announced < smallBytes) return request.text();
  return readBytes(request, limitBytes, roomFor);
}

export function textOf(sent: Growth["sent"]): string {
  return typeof sent === "string" ? sent : new TextDecoder().decode(sent);
}

/** Whether the body is in protobuf, in which nothing and what is empty are the same. */
export function isProtobuf({ headers }: Pick<Received, "headers">): boolean {
  return parseMediaType(headers.get("content-type") ?? "").type === protobufType;
}

/** Gives its memory back. Who reads a body elsewhere after an error needs it. */
export function releaseSent(sent: Growth["sent"]): void {
  if (typeof sent !== "string") releaseBytes(sent);
}

/** The same as bytes. */
async function readBytes(request: Received, limitBytes: number, roomFor?: RoomFor): Promise<Uint8Array<ArrayBuffer>> {
  const announced = announcedBytes(request, limitBytes);
  const bytes =
    announced !== undefined && announced < smallBytes
      ? new Uint8Array(await request.arrayBuffer())
      : new Uint8Array(await readBuffer(request, limitBytes));
  await roomFor?.(bytes.length);
  return bytes;
}

/**
 * The same in memory that can be given to another thread. It is filled as the body arrives: to copy tens of megabytes at
 * once would hold up all other requests.
 */
export async function readBuffer(request: Received, limitBytes: number): Promise<ArrayBuffer> {
  const announced = announcedBytes(request, limitBytes);
  if (announced === undefined) return new Uint8Array(await readChunks(request, limitBytes)).buffer;
  const bytes = new Uint8Array(announced);
  let size = 0;
  for await (const chunk of request.chunks()) {
    if (size + chunk.length > bytes.length) throw badRequest("the body of the request is longer than it says");
    bytes.set(chunk, size);
    size += chunk.length;
    releaseBytes(chunk);
  }
  if (size < bytes.length) throw badRequest("the body of the request is shorter than it says");
  return bytes.buffer;
}

/** Most deletions: to look for a body that was not sent takes longer than all the rest. RFC 9112, section 6.3. */
function hasNoBody({ headers }: Received): boolean {
  return !headers.has("content-length") && !headers.has("transfer-encoding");
}

/** The length where it is known beforehand. No more arrives: RFC 9112, section 6.3; RFC 9113, section 8.1.1. */
function announcedBytes(request: Received, limitBytes: number): number | undefined {
  const encoding = request.headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") throw unsupportedEncoding(encoding);
  const announced = request.headers.get("content-length");
  if (announced === null) return undefined;
  if (Number(announced) > limitBytes) throw tooLong(limitBytes);
  return Number(announced);
}

async function readChunks(request: Received, limitBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.chunks()) {
    size += chunk.length;
    if (size > limitBytes) throw tooLong(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

type Reading = {
  /** What it is in protobuf; absent: it cannot be. */
  message?: Message | undefined;
  /** Takes what is said about fields that stand there more than once; absent: nobody wants to know. */
  repeated?: string[] | undefined;
  roomFor?: RoomFor | undefined;
  /** What the object may come to that is read from this; absent: it cannot become much. @throws OutgrownError */
  growthOf?: (sent: Growth["sent"]) => Growth;
};

/**
 * What has been read of a body. `sent`: what that was. `read`: what it says, made anew each time: who keeps it keeps its text,
 * docs/reference/storage-traps.md. `isProtobuf`: then nothing and what is empty are the same in it.
 */
export type ReadBody = { sent: Growth["sent"]; read(): Said; isProtobuf?: boolean };

/** `json`: as a text, where it is JSON, or protobuf that can be made JSON at once. */
type Said = { json: string | undefined; value: () => unknown };

/** A body that holds one object, as JSON unless it says that it is something else. */
export async function readObjectBody(request: Received, limitBytes: number, reading: Reading): Promise<ReadBody> {
  const body = await readOptionalBody(request, limitBytes, reading);
  if (body === undefined) throw badRequest("the request has no body");
  return body;
}

/** The same where a request may do without a body: then `undefined`. */
export async function readOptionalBody(
  request: Received,
  limitBytes: number,
  { message, repeated, roomFor, growthOf }: Reading,
): Promise<ReadBody | undefined> {
  if (hasNoBody(request)) return undefined;
  const accepted = ["application/json", "application/yaml", ...(message ? [protobufType] : [])];
  const { type } = parseMediaType(request.headers.get("content-type") || "application/json");
  if (!accepted.includes(type)) throw unsupportedMediaType(accepted);
  if (message && type === protobufType) {
    const bytes = await readBytes(request, limitBytes, roomFor);
    return bytes.length === 0 ? undefined : protobufBody(bytes, message, () => growthOf?.(bytes));
  }
  const sent = await readBody(request, limitBytes, roomFor);
  if (sent.length === 0) return undefined;
  const growth = growthOf?.(sent);
  if (type === "application/yaml") return knownBody(parseText(textOf(sent), true, { repeated, growth }), sent);
  const read = () => {
    const json = textOf(sent);
    return { json, value: () => parseText(json, false, { repeated }) };
  };
  return { sent, read };
}

function knownBody(value: unknown, sent: Growth["sent"]): ReadBody {
  return { sent, read: () => ({ json: undefined, value: () => value }) };
}

function protobufBody(bytes: Uint8Array, message: Message, growth: () => Growth | undefined): ReadBody {
  const fields = () => {
    const { apiVersion, kind, raw } = openEnvelope(bytes);
    return { ...(apiVersion && { apiVersion }), ...(kind && { kind }), ...decodeMessage(message, raw, growth()) };
  };
  const read = () => {
    const json = readable(() => decodeText(message, openEnvelope(bytes), growth()));
    return { json, value: () => (json === undefined ? readable(fields) : (JSON.parse(json) as unknown)) };
  };
  return { sent: bytes, read, isProtobuf: true };
}

function readable<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    const at = error.path.slice(0, longestPath).join(".");
    throw unreadable(new Error(at === "" ? error.message : `${at}: ${error.message}`));
  }
}

function tooLong(limitBytes: number): StatusError {
  return tooLarge(`the body of the request may have at most ${limitBytes} bytes`);
}

function unsupportedEncoding(encoding: string): StatusError {
  return new StatusError(
    415,
    "UnsupportedMediaType",
    `the body of the request is compressed (${encoding}): send it as it is`,
  );
}
