import { isDeepStrictEqual } from "node:util";
import { decodeMessage } from "../protobuf/decode.ts";
import { openEnvelope, protobufType } from "../protobuf/envelope.ts";
import { rootOf } from "../schema/root.ts";
import type { ObjectModel, Shown } from "./object-model.ts";
import { applyType, type FuzzRequest, type Meant } from "./random-request.ts";

export type FuzzAnswer = { code: number; retryAfter: string | null; body: unknown };

/** What no request may be answered with. `undefined` when there is nothing wrong. */
export function brokenAnswer({ code, retryAfter, body }: FuzzAnswer, { path }: FuzzRequest): string | undefined {
  if (code < 500) return undefined;
  if (code === 503 && retryAfter !== null) return undefined;
  if (code === 504 && retryAfter !== null && asksForTheFuture(path)) return undefined;
  return `answers ${code}: ${JSON.stringify(body)}`;
}

/** A state that does not exist yet. Kubernetes API Concepts, "Resource versions", has 504 for it, and client-go waits. */
function asksForTheFuture(path: string): boolean {
  const wanted = new URLSearchParams(path.split("?")[1]).get("resourceVersion");
  return wanted !== null && /^\d+$/.test(wanted) && Number(wanted) > Date.now() * 10;
}

/** Compares the answer to a well-formed request with the model, and takes it into the model. */
export function wrongAnswer(meant: Meant, answer: FuzzAnswer, model: ObjectModel): string | undefined {
  const { target } = meant;
  // A kind that is particular about what it holds finds fault with most random objects.
  if (answer.code === 422 && target.kind.causes) return undefined;
  if (answer.code === 422 && isEmptied(meant)) return undefined;
  const known = model.get(target);
  const code = expectedCode(meant, known);
  // What an apply comes to depends on who owns which field.
  if (isApply(meant) && known && answer.code === 409) return undefined;
  if (!code.includes(answer.code))
    return `answers ${answer.code} and not ${code.join(" or ")}: ${JSON.stringify(answer.body)}`;
  return answer.code < 300 ? take(meant, answer.body as Shown, model) : undefined;
}

/** What lists show of large objects is not taken back from a client that sends JSON. */
function isEmptied({ intent, sent, target }: Meant): boolean {
  const { listed, emptyBody } = target.kind;
  return intent === "update" && listed === "metadata" && JSON.stringify(bodyOnly(sent ?? {})) === `{${emptyBody}}`;
}

function isApply({ request }: Meant): boolean {
  return request.headers["Content-Type"] === applyType;
}

function expectedCode(meant: Meant, known: Shown | undefined): number[] {
  switch (meant.intent) {
    case "create":
      return [known ? 409 : 201];
    case "update":
      return [known ? (isStale(meant, known) ? 409 : 200) : 404];
    case "patch":
      return known ? [200] : [isApply(meant) ? 201 : 404];
    case "get":
    case "delete":
      return [known ? 200 : 404];
    default:
      return [200];
  }
}

function take(meant: Meant, answer: Shown, model: ObjectModel): string | undefined {
  const { intent, target, dryRun } = meant;
  if (intent === "get") return model.read(target, answer);
  if (intent === "list" || intent === "collection" || dryRun) return undefined;
  if (intent === "delete") return model.removed(target);
  return wrote(meant, answer, model);
}

function wrote(meant: Meant, answer: Shown, model: ObjectModel): string | undefined {
  return model.wrote(meant.target, answer) ?? notAsSent(meant, answer);
}

function isStale({ sent }: Meant, known: Shown | undefined): boolean {
  const { resourceVersion } = (sent?.metadata ?? {}) as { resourceVersion?: string };
  return resourceVersion !== known?.metadata.resourceVersion;
}

/** Everything besides metadata is as it was sent; what protobuf cannot say is as protobuf has it. */
function notAsSent({ sent, target, request }: Meant, answer: Shown): string | undefined {
  const message = target.kind.message;
  if (!sent || !message) return undefined;
  const isProtobuf = request.headers["Content-Type"] === protobufType;
  const understood = isProtobuf
    ? decodeMessage(rootOf(message), openEnvelope(request.body as Uint8Array).raw)
    : (JSON.parse(JSON.stringify(sent)) as Record<string, unknown>);
  const [expected, found] = [understood, answer].map(bodyOnly);
  return isDeepStrictEqual(found, expected) ? undefined : "is not what was sent";
}

function bodyOnly(object: Record<string, unknown>): Record<string, unknown> {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...body } = object;
  return body;
}
