import { parse } from "yaml";
import { parseMediaType } from "./media-type.ts";
import { badRequest, StatusError, unsupportedMediaType } from "./status.ts";

/** Bodies larger than this are refused before or while they arrive, so that they are never in memory whole. */
export async function readBody(request: Request, limitBytes: number): Promise<string> {
  const announced = request.headers.get("content-length");
  if (announced === null) return readChunks(request, limitBytes);
  if (Number(announced) > limitBytes) throw tooLong(limitBytes);
  // No more than was announced arrives: RFC 9112, section 6.3; RFC 9113, section 8.1.1.
  return request.text();
}

async function readChunks(request: Request, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > limitBytes) throw tooLong(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const objectTypes = ["application/json", "application/yaml"];

/** A body that holds one object, as JSON unless it says that it is YAML. */
export async function readObjectBody(request: Request, limitBytes: number): Promise<unknown> {
  const isYaml = isYamlBody(request);
  return parseText(await readBody(request, limitBytes), isYaml);
}

/** The same where a request may do without a body: then `undefined`. */
export async function readOptionalBody(request: Request, limitBytes: number): Promise<unknown> {
  const text = await readBody(request, limitBytes);
  return text === "" ? undefined : parseText(text, isYamlBody(request));
}

function isYamlBody(request: Request): boolean {
  const { type } = parseMediaType(request.headers.get("content-type") ?? "application/json");
  if (!objectTypes.includes(type)) throw unsupportedMediaType(objectTypes);
  return type === "application/yaml";
}

export function parseText(text: string, isYaml: boolean): unknown {
  try {
    // Aliases multiply what a small text stands for.
    return isYaml ? parse(text, { maxAliasCount: 0 }) : JSON.parse(text);
  } catch (error) {
    throw badRequest(`the body of the request cannot be read: ${error instanceof Error ? error.message : ""}`);
  }
}

function tooLong(limitBytes: number): StatusError {
  return new StatusError(413, "RequestEntityTooLarge", `the body of the request may have at most ${limitBytes} bytes`);
}
