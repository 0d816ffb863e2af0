import { objectPieces, objectText, withoutBody } from "../objects/object-text.ts";
import type { ApiDeps, Call } from "./call.ts";
import { rendering, respond, respondJson } from "./call.ts";
import { renderObject } from "./render.ts";
import { notFound } from "./status.ts";

/** `resourceVersion=metadata` leaves the body out. */
export async function getObject(call: Call, deps: ApiDeps): Promise<Response> {
  const { kind, request, query, format } = call;
  const { namespace = "", name = "" } = request;
  const found = await deps.source(kind).get({ namespace, name });
  if (!found) throw notFound(kind, name);
  const shown = query.get("resourceVersion") === "metadata" ? withoutBody(kind, found) : found;
  if (format.as !== "object") return respond(call, 200, renderObject(rendering(call, deps), shown));
  return format.encoding === "json"
    ? respondJson(inOnePiece(objectPieces(kind, shown)))
    : respond(call, 200, objectText(kind, shown));
}

/** A large body is not made a text in between. */
function inOnePiece(pieces: (string | Uint8Array)[]): string | Uint8Array<ArrayBuffer> {
  if (pieces.every((piece) => typeof piece === "string")) return pieces.join("");
  return Buffer.concat(pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)));
}
