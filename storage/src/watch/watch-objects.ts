import type { Call } from "../api/call.ts";
import { tooLarge } from "../api/read/list-objects.ts";
import { parseListOptions } from "../api/read/list-options.ts";
import { protobufType } from "../protobuf/envelope.ts";
import { type Answer, begun } from "../serve/answer.ts";
import { nodeResponseOf } from "../serve/connection.ts";
import { openResponseOutlet } from "./response-outlet.ts";
import { startWatch, type WatchDeps } from "./start-watch.ts";
import { createStreamOutlet } from "./stream-outlet.ts";

/** A watch without `timeoutSeconds` lasts half an hour to an hour, so that those that began together end apart. */
const shortestSeconds = 1800;

/** Answers 200 at once; what goes wrong from then on is an event in the stream. */
export async function watchObjects(call: Call, deps: WatchDeps): Promise<Answer> {
  const options = parseListOptions(call.query, call.request);
  const newest = await deps.store.newest();
  const from = options.resourceVersion ?? 0;
  if (from > newest) throw tooLarge(from, newest);
  const ended = deps.inFlight.enter(call.request);
  const seconds = options.timeoutSeconds || shortestSeconds * (1 + Math.random());
  const type = call.format.encoding === "protobuf" ? `${protobufType};stream=watch` : "application/json";
  const headers = { "Content-Type": type, "Cache-Control": "no-cache, private" };
  const nodeResponse = nodeResponseOf(call.connection);
  if (nodeResponse) {
    startWatch(call, options, deps, { open: openResponseOutlet(nodeResponse, headers), seconds, ended });
    return begun;
  }
  const { stream, open } = createStreamOutlet();
  startWatch(call, options, deps, { open, seconds, ended });
  return { code: 200, headers, body: stream };
}
