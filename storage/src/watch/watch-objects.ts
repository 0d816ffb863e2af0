import type { ApiDeps, Call } from "../api/call.ts";
import { tooLarge } from "../api/list-objects.ts";
import { parseListOptions } from "../api/list-options.ts";
import { protobufType } from "../protobuf/envelope.ts";
import { watchStream } from "./watch-stream.ts";

/** A watch without `timeoutSeconds` lasts half an hour to an hour, so that those that began together end apart. */
const shortestSeconds = 1800;

/** Answers 200 at once; what goes wrong from then on is an event in the stream. */
export async function watchObjects(call: Call, deps: ApiDeps): Promise<Response> {
  const options = parseListOptions(call.query, call.request);
  const newest = await deps.store.newest();
  const from = options.resourceVersion ?? 0;
  if (from > newest) throw tooLarge(from, newest);
  const ended = deps.inFlight.enter(call.request);
  const seconds = options.timeoutSeconds || shortestSeconds * (1 + Math.random());
  const type = call.format.encoding === "protobuf" ? protobufType : "application/json";
  const headers = { "Content-Type": `${type};stream=watch`, "Cache-Control": "no-cache, private" };
  return new Response(watchStream(call, options, deps, { seconds, ended }), { headers });
}
