import type { Context } from "../runtime/context.ts";

/** The time of an evaluation, in nanoseconds since 1970: the same all through it. */
export function currentTime({ evaluation: { builtinState } }: Context): bigint {
  const now = (builtinState.get("time.now_ns") as bigint | undefined) ?? BigInt(Date.now()) * 1_000_000n;
  builtinState.set("time.now_ns", now);
  return now;
}
