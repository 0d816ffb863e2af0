import { notFound } from "../../meta/status.ts";
import { withoutBody } from "../../objects/object-text.ts";
import type { Answer } from "../../serve/answer.ts";
import { bodySize } from "../../store/packed-body.ts";
import type { ApiDeps, Call } from "../call.ts";
import { respondObject } from "../respond-object.ts";
import { tooLarge } from "./list-objects.ts";
import { parseResourceVersion } from "./list-options.ts";

/** `resourceVersion=metadata` leaves the body out; a number is the least that the state may have. */
export async function getObject(call: Call, deps: ApiDeps): Promise<Answer> {
  const { kind, request, query } = call;
  const { namespace = "", name = "" } = request;
  const { number: wanted = 0, mode } = parseResourceVersion(query.get("resourceVersion"));
  const newest = wanted > 0 ? await deps.store.newest() : 0;
  if (wanted > newest) throw tooLarge(wanted, newest);
  const found = await deps.source(kind).get({ namespace, name });
  if (!found) throw notFound(kind, name);
  const revision = mode === "metadata" ? withoutBody(kind, found) : found;
  await call.roomFor?.(bodySize(revision));
  return respondObject(call, deps, { code: 200, revision });
}
