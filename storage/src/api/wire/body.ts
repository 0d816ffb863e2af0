import { parseDocument } from "yaml";
import { releaseBytes } from "../../memory/release-bytes.ts";
import { repeatedFields } from "../../objects/repeated-fields.ts";
import { decodeMessage } from "../../protobuf/decode.ts";
import { openEnvelope, protobufType } from "../../protobuf/envelope.ts";
import { ProtobufError } from "../../protobuf/wire.ts";
import type { Message } from "../../schema/message.ts";
import { badRequest, StatusError, unsupportedMediaType } from "../status.ts";
import { parseMediaType } from "./media-type.ts";

/** Smaller bodies cost little memory and time. */
export const smallBytes = 64 * 1024;

/** Fields that an error names: call stacks in a profile contain themselves many times. */
const longestPath = 20;

/** Resolves when there is memory for work on a body of so many bytes. */
export type RoomFor = (bytes: number) => Promise<void>;

/** Bodies larger than this are refused before or while they arrive, so that they are never in memory whole. */
export async function readBody(request: Request, limitBytes: number, roomFor?: RoomFor): Promise<string> {
  const announced = announcedBytes(request, limitBytes);
  if (announced !== undefined && announced < smallBytes) return request.text();
  const bytes = await readBytes(request, limitBytes, roomFor);
  const text = new TextDecoder().decode(bytes);
  releaseBytes(bytes);
  return text;
}

/** The same as bytes. */
async function readBytes(request: Request, limitBytes: number, roomFor?: RoomFor): Promise<Uint8Array<ArrayBuffer>> {
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
export async function readBuffer(request: Request, limitBytes: number): Promise<ArrayBuffer> {
  const announced = announcedBytes(request, limitBytes);
  if (announced === undefined) return new Uint8Array(await readChunks(request, limitBytes)).buffer;
  const bytes = new Uint8Array(announced);
  let size = 0;
  for await (const chunk of request.body ?? []) {
    if (size + chunk.length > bytes.length) throw badRequest("the body of the request is longer than it says");
    bytes.set(chunk, size);
    size += chunk.length;
    releaseBytes(chunk);
  }
  if (size < bytes.length) throw badRequest("the body of the request is shorter than it says");
  return bytes.buffer;
}

/** Most deletions: to look for a body that was not sent takes longer than all the rest. RFC 9112, section 6.3. */
function hasNoBody({ headers }: Request): boolean {
  return !headers.has("content-length") && !headers.has("transfer-encoding");
}

/** The length where it is known beforehand. No more arrives: RFC 9112, section 6.3; RFC 9113, section 8.1.1. */
function announcedBytes(request: Request, limitBytes: number): number | undefined {
  const encoding = request.headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") throw unsupportedEncoding(encoding);
  const announced = request.headers.get("content-length");
  if (announced === null) return undefined;
  if (Number(announced) > limitBytes) throw tooLong(limitBytes);
  return Number(announced);
}

async function readChunks(request: Request, limitBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
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
};

/** What a body says. `json`: the text that it is the value of; absent: it came in another encoding. */
export type ReadBody = { value: unknown; json?: string };

/** A body that holds one object, as JSON unless it says that it is something else. */
export async function readObjectBody(request: Request, limitBytes: number, reading: Reading): Promise<ReadBody> {
  const body = await readOptionalBody(request, limitBytes, reading);
  if (body === undefined) throw badRequest("the request has no body");
  return body;
}

/** The same where a request may do without a body: then `undefined`. */
export async function readOptionalBody(
  request: Request,
  limitBytes: number,
  { message, repeated, roomFor }: Reading,
): Promise<ReadBody | undefined> {
  if (hasNoBody(request)) return undefined;
  const accepted = ["application/json", "application/yaml", ...(message ? [protobufType] : [])];
  const { type } = parseMediaType(request.headers.get("content-type") ?? "application/json");
  if (!accepted.includes(type)) throw unsupportedMediaType(accepted);
  if (message && type === protobufType) {
    const bytes = await readBytes(request, limitBytes, roomFor);
    return bytes.length === 0 ? undefined : { value: parseProtobuf(bytes, message) };
  }
  const text = await readBody(request, limitBytes, roomFor);
  if (text === "") return undefined;
  return type === "application/yaml"
    ? { value: parseText(text, true, repeated) }
    : { value: parseText(text, false, repeated), json: text };
}

function parseProtobuf(bytes: Uint8Array, message: Message): unknown {
  try {
    const { apiVersion, kind, raw } = openEnvelope(bytes);
    return { ...(apiVersion && { apiVersion }), ...(kind && { kind }), ...decodeMessage(message, raw) };
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    const at = error.path.slice(0, longestPath).join(".");
    throw unreadable(new Error(at === "" ? error.message : `${at}: ${error.message}`));
  }
}

/** @param repeated As in `Reading`. */
export function parseText(text: string, isYaml: boolean, repeated?: string[]): unknown {
  try {
    if (isYaml) return parseYaml(text, repeated);
    const value: unknown = JSON.parse(text);
    repeated?.push(...repeatedFields(text, value).map((path) => `duplicate field "${path}"`));
    return value;
  } catch (error) {
    throw unreadable(error);
  }
}

function parseYaml(text: string, repeated: string[] | undefined): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  for (const error of document.errors) {
    if (error.code === "MULTIPLE_DOCS") throw new Error("it is more than one document");
    if (error.code !== "DUPLICATE_KEY") throw error;
    const [start, end] = error.pos;
    const key = /[^\s:]+/.exec(text.slice(start, end + 100))?.[0] ?? "";
    const line = text.slice(0, start).split("\n").length;
    repeated?.push(`line ${line}: key ${JSON.stringify(key)} already set in map`);
  }
  // Aliases multiply what a small text stands for.
  return document.toJS({ maxAliasCount: 0 });
}

function unreadable(error: unknown): StatusError {
  return badRequest(`the body of the request cannot be read: ${error instanceof Error ? error.message : ""}`);
}

function tooLong(limitBytes: number): StatusError {
  return new StatusError(413, "RequestEntityTooLarge", `the body of the request may have at most ${limitBytes} bytes`);
}

function unsupportedEncoding(encoding: string): StatusError {
  return new StatusError(
    415,
    "UnsupportedMediaType",
    `the body of the request is compressed (${encoding}): send it as it is`,
  );
}
