import { objectPieces } from "../objects/object-text.ts";
import type { Revision } from "../store/store.ts";
import { type ApiDeps, type Call, rendering, respond, respondEncoded } from "./call.ts";
import { renderObject } from "./wire/render.ts";

type Answer = { code: number; revision: Revision; warnings?: string[] };

/** A response with an object. A large body is the bytes that are stored: it is not made a text in between. */
export function respondObject(call: Call, deps: ApiDeps, { code, revision, warnings = [] }: Answer): Response {
  const { as, encoding } = call.format;
  if (as !== "object" || encoding !== "json") {
    return respond(call, code, renderObject(rendering(call, deps), revision), warnings);
  }
  const pieces = objectPieces(call.kind, revision);
  const answer = { code, contentType: "application/json", warnings };
  if (pieces.every((piece) => typeof piece === "string")) return respondEncoded(pieces.join(""), answer);
  return respondInPieces(
    pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)),
    answer,
  );
}

/** Not joined before: that would be as much memory again. */
function respondInPieces(pieces: Uint8Array[], answer: Parameters<typeof respondEncoded>[1]): Response {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const response = respondEncoded(ReadableStream.from(pieces), answer);
  response.headers.set("Content-Length", String(length));
  return response;
}
