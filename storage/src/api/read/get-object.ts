import { notFound } from "../../meta/status.ts";
import { withoutBody } from "../../objects/object-text.ts";
import type { Answer } from "../../serve/answer.ts";
import { bodySize } from "../../store/packed-body.ts";
import type { ApiDeps, Call } from "../call.ts";
import { respondObject } from "../respond-object.ts";

/** `resourceVersion=metadata` leaves the body out. */
export async function getObject(call: Call, deps: ApiDeps): Promise<Answer> {
  const { kind, request, query } = call;
  const { namespace = "", name = "" } = request;
  const found = await deps.source(kind).get({ namespace, name });
  if (!found) throw notFound(kind, name);
  const revision = query.get("resourceVersion") === "metadata" ? withoutBody(kind, found) : found;
  await call.roomFor?.(bodySize(revision));
  return respondObject(call, deps, { code: 200, revision });
}
