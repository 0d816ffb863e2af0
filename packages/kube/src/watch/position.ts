import { ApiError, ConnectionError } from "../api-error.ts";

/** Where a watch goes on: after which resourceVersion, or with a new list. `refusals` counts those in a row. */
export type Position = { from: string | undefined; refusals: number };

/**
 * After this many refusals in a row a list is made: a restored etcd never reaches the version that was seen, and something in
 * between may never let a certain event pass.
 */
const maxRefusals = 3;

/**
 * Where to go on after what interrupted a watch. A broken connection loses nothing, as the server keeps what happened
 * since; it does not any more when it says 410. An event that cannot be read is passed over by a new list, and so is one
 * in which the watch ends time and again.
 */
export function afterInterruption({ from, refusals }: Position, err: unknown): Position {
  if (err instanceof ConnectionError && err.code !== "cut") {
    return { from: err.code === "not_json" || err.code === "too_large" ? undefined : from, refusals };
  }
  if (!(err instanceof ApiError || err instanceof ConnectionError)) return { from, refusals };
  const isFinal = err.code === 410 || refusals + 1 >= maxRefusals;
  return isFinal ? { from: undefined, refusals: 0 } : { from, refusals: refusals + 1 };
}
