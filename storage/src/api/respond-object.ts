import { objectPieces, objectText } from "../objects/object-text.ts";
import { protobufType } from "../protobuf/envelope.ts";
import type { Answer } from "../serve/answer.ts";
import { bodySize } from "../store/packed-body.ts";
import type { Revision } from "../store/store.ts";
import { type ApiDeps, type Call, rendering, respond, respondEncoded } from "./call.ts";
import { objectInEnvelope } from "./wire/object-message.ts";
import { renderObject } from "./wire/render.ts";

type Answered = { code: number; revision: Revision; warnings?: string[] };

/** An answer with an object. A large body is the bytes that are stored: it is not made a text in between. */
export function respondObject(call: Call, deps: ApiDeps, { code, revision, warnings = [] }: Answered): Answer {
  const { as, encoding } = call.format;
  if (as === "object" && encoding === "protobuf") {
    return respondEncoded(objectInEnvelope(call.kind, revision), { code, contentType: protobufType, warnings });
  }
  if (as !== "object" || encoding !== "json") {
    return respond(call, code, renderObject(rendering(call, deps), revision), warnings);
  }
  const answer = { code, contentType: "application/json", warnings };
  if (bodySize(revision) === 0) return respondEncoded(objectText(call.kind, revision), answer);
  const pieces = objectPieces(call.kind, revision);
  // Not joined: that would be as much memory again.
  return respondEncoded(
    pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)),
    answer,
  );
}
