import { ApiError, ConnectionError } from "../api-error.ts";
import type { KubeObject } from "../cluster.ts";

/** One line of a watch. A bookmark only says how far the stream has come. */
export type WatchLine<T> =
  | { type: "added" | "modified" | "deleted"; object: T }
  | { type: "bookmark"; resourceVersion: string | undefined };

const types = { ADDED: "added", MODIFIED: "modified", DELETED: "deleted" } as const;

/**
 * Reads one line (Kubernetes API Concepts, "Efficient detection of changes").
 *
 * @throws ApiError for an `ERROR` event, ConnectionError with code `not_json` for a line that is none.
 */
export function parseWatchLine<T extends KubeObject>(line: string): WatchLine<T> {
  const event = parseJson(line);
  if (typeof event?.object !== "object" || event.object === null) throw malformed();
  if (event.type === "BOOKMARK") {
    return { type: "bookmark", resourceVersion: (event.object as KubeObject).metadata?.resourceVersion };
  }
  if (event.type === "ERROR") throw errorOf(event.object);
  const type = types[event.type as keyof typeof types] as (typeof types)[keyof typeof types] | undefined;
  if (type === undefined) throw malformed();
  return { type, object: event.object as T };
}

function parseJson(line: string): { type?: unknown; object?: unknown } | undefined {
  try {
    return JSON.parse(line) as { type?: unknown; object?: unknown };
  } catch {
    throw malformed(); // the parser's message quotes the line, which can be a Secret
  }
}

function malformed(): ConnectionError {
  return new ConnectionError("not_json", "a watch event is malformed");
}

function errorOf(status: { code?: unknown; reason?: unknown; message?: unknown }): ApiError {
  return new ApiError({
    code: typeof status.code === "number" ? status.code : 500,
    reason: typeof status.reason === "string" ? status.reason : "Unknown",
    message: `watch: ${typeof status.message === "string" ? status.message : "error event"}`,
  });
}
