import { objectText, withoutBody } from "../objects/object-text.ts";
import type { ApiDeps, Call } from "./call.ts";
import { rendering, respond } from "./call.ts";
import { renderObject } from "./render.ts";
import { notFound } from "./status.ts";

/** `resourceVersion=metadata` leaves the body out. */
export async function getObject(call: Call, deps: ApiDeps): Promise<Response> {
  const { kind, request, query } = call;
  const { namespace = "", name = "" } = request;
  const found = await deps.source(kind).get({ namespace, name });
  if (!found) throw notFound(kind, name);
  const shown = query.get("resourceVersion") === "metadata" ? withoutBody(kind, found) : found;
  return respond(
    call,
    200,
    call.format.as === "object" ? objectText(kind, shown) : renderObject(rendering(call, deps), shown),
  );
}
