import { objectPieces } from "../objects/object-text.ts";
import type { Revision } from "../store/store.ts";
import { type ApiDeps, type Call, rendering, respond, respondEncoded } from "./call.ts";
import { renderObject } from "./render.ts";

type Answer = { code: number; revision: Revision; warnings?: string[] };

/** A response with an object. A large body is the bytes that are stored: it is not made a text in between. */
export function respondObject(call: Call, deps: ApiDeps, { code, revision, warnings = [] }: Answer): Response {
  const { as, encoding } = call.format;
  if (as !== "object" || encoding !== "json") {
    return respond(call, code, renderObject(rendering(call, deps), revision), warnings);
  }
  const body = inOnePiece(objectPieces(call.kind, revision));
  return respondEncoded(body, { code, contentType: "application/json", warnings });
}

function inOnePiece(pieces: (string | Uint8Array)[]): string | Uint8Array<ArrayBuffer> {
  if (pieces.every((piece) => typeof piece === "string")) return pieces.join("");
  return Buffer.concat(pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)));
}
