import { StatusError } from "../../meta/status.ts";
import { parseAccept } from "./media-type.ts";

/**
 * Whether the client has this already. It may know several, and weak ones, as whoever compresses on the way makes them:
 * RFC 9110, section 13.1.2.
 */
export function isKnown({ headers }: Pick<Request, "headers">, etag: string): boolean {
  const known = headers.get("if-none-match")?.split(",") ?? [];
  return known.map((tag) => tag.trim().replace(/^W\//, "")).some((tag) => tag === "*" || tag === etag);
}

const json = new Set(["application/json", "application/*", "*/*"]);

/**
 * For documents of which there is only JSON: clients that ask for another form alone would read it as that.
 *
 * @throws StatusError 406
 */
export function checkAcceptsJson({ headers }: Pick<Request, "headers">): void {
  const accepted = parseAccept(headers.get("accept"));
  if (accepted.length === 0 || accepted.some(({ type }) => json.has(type))) return;
  throw new StatusError(406, "NotAcceptable", "only the following media types are accepted: application/json");
}
