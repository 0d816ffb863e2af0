import { setTimeout } from "node:timers/promises";
import type { AccessDeps } from "./access.ts";

/** Callers that the API server is asked about at once. */
const maxReviews = 4;

/**
 * A review of one who may not give commands keeps its place for this long: so made-up tokens come to at most eight reviews
 * a second, while those who may are let in as fast as the API server answers.
 */
const refusedKeepsMs = 500;

/** Callers of one address that wait for their turn; more are told to come back. */
const maxWaitingPerPeer = 64;

/**
 * Bounds what callers make the API server do before it is known who they are. Addresses take turns, so that who floods
 * from one holds up nobody who calls from another.
 *
 * @param pause for the tests of this module.
 */
export function reviewInTurns(
  review: (token: string) => Promise<"yes" | "no" | "unauthenticated">,
  pause: (ms: number) => Promise<unknown> = (ms) => setTimeout(ms, undefined, { ref: false }),
): AccessDeps["mayCreateCommands"] {
  const waiting = new Map<string, (() => void)[]>();
  let free = maxReviews;

  const leave = () => {
    free += 1;
    const [first] = waiting;
    if (first === undefined) return;
    const [peer, [begin, ...others]] = first;
    waiting.delete(peer);
    if (others.length > 0) waiting.set(peer, others); // behind all other addresses
    free -= 1;
    begin?.();
  };
  const turnOf = async (peer: string) => {
    if (free > 0) {
      free -= 1;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.set(peer, [...(waiting.get(peer) ?? []), resolve]);
    await promise;
  };
  return async (token, peer = "") => {
    if ((waiting.get(peer)?.length ?? 0) >= maxWaitingPerPeer) return "busy";
    await turnOf(peer);
    let answer: "yes" | "no" | "unauthenticated" | undefined;
    try {
      answer = await review(token);
      return answer;
    } finally {
      if (answer === "yes") leave();
      else void pause(refusedKeepsMs).then(leave);
    }
  };
}
