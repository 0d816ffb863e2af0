import { sleep } from "../backoff.ts";
import { linkedController } from "../linked-controller.ts";
import type { Lease, LeaseTimes } from "./lease.ts";
import { type Candidate, releaseLease, renewLease } from "./lease-calls.ts";

export type Election = Candidate & {
  signal: AbortSignal;
  /**
   * What the leader does. Its signal aborts when the lease is lost or the election's signal aborts; it must have stopped
   * 5 s later. When it returns by itself, the lease is given up and the election is over.
   */
  onLeading: (signal: AbortSignal) => Promise<void>;
  /** Told of every call that failed; the election goes on. */
  onInterrupted?: ((err: unknown) => void) | undefined;
  times?: LeaseTimes | undefined;
};

const releaseSeconds = 5;

/**
 * One term: runs `onLeading` and renews the lease meanwhile. When the lease cannot be renewed in time, or somebody else
 * has it, the term's signal aborts. Ends when `onLeading` has.
 */
export async function lead(
  election: Election,
  times: LeaseTimes,
  won: { lease: Lease; heldAt: number },
): Promise<"finished" | "ended"> {
  const { signal, onLeading, onInterrupted = () => {} } = election;
  using term = linkedController(signal);
  const renewing = keepRenewing(election, times, won, term);
  let how: "finished" | "ended";
  try {
    await onLeading(term.signal);
    how = term.signal.aborted ? "ended" : "finished";
  } finally {
    term.abort(new Error("the term is over"));
    const lease = await renewing;
    if (lease) await releaseLease(election, lease, { timeoutSeconds: releaseSeconds }).catch(onInterrupted);
  }
  return how;
}

/** Renews until the term ends, which it ends itself when it cannot. Returns the lease if it is still ours. */
async function keepRenewing(
  election: Election,
  times: LeaseTimes,
  won: { lease: Lease; heldAt: number },
  term: AbortController,
): Promise<Lease | undefined> {
  let { lease, heldAt } = won;
  const remainingSeconds = () => times.renewWithinSeconds - (performance.now() - heldAt) / 1000;
  for (;;) {
    await sleep(Math.max(0, Math.min(times.retrySeconds, remainingSeconds())), term.signal).catch(() => {});
    if (term.signal.aborted) return lease;
    const timeoutSeconds = remainingSeconds();
    if (timeoutSeconds <= 0) {
      term.abort(new Error("the lease could not be renewed in time"));
      return undefined;
    }
    const askedAt = performance.now();
    try {
      const renewed = await renewLease(election, lease, times, { signal: term.signal, timeoutSeconds });
      if (!renewed) {
        term.abort(new Error("another candidate has the lease"));
        return undefined;
      }
      lease = renewed;
      heldAt = askedAt;
    } catch (err) {
      if (!term.signal.aborted) election.onInterrupted?.(err);
    }
  }
}
