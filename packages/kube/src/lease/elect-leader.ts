import { sleep } from "../backoff.ts";
import { type Election, lead } from "./lead.ts";
import { type Lease, type LeaseTimes, leaseTimes, mayTake, type SeenLease, see } from "./lease.ts";
import { holdLease, readLease } from "./lease-calls.ts";

/**
 * Competes for a Lease until the signal aborts, and leads whenever it is won. Resolves when it neither leads nor competes
 * any more; what `onLeading` throws is passed on after the lease is given up.
 */
export async function electLeader(election: Election): Promise<void> {
  const { signal, times = leaseTimes } = election;
  const candidate = createCandidate(election, times);
  while (!signal.aborted) {
    const won = await candidate.tryOnce();
    if (won && (await lead(election, times, won)) === "finished") return;
    await sleep(times.retrySeconds * (0.9 + Math.random() / 5), signal).catch(() => {}); // aborted: the loop ends
  }
}

function createCandidate(election: Election, times: LeaseTimes) {
  const { signal, identity, onInterrupted = () => {} } = election;
  const call = { signal, timeoutSeconds: times.renewWithinSeconds };
  let seen: SeenLease | undefined;
  return {
    /** The lease and since when it is surely ours (monotonic ms), or `undefined` when somebody else has it. */
    async tryOnce(): Promise<{ lease: Lease; heldAt: number } | undefined> {
      try {
        seen = see(seen, await readLease(election, call), performance.now());
        const heldAt = performance.now();
        if (!mayTake(seen, identity, heldAt)) return undefined;
        const lease = await holdLease(election, seen.lease, times, call);
        return lease && { lease, heldAt };
      } catch (err) {
        if (!signal.aborted) onInterrupted(err);
        return undefined;
      }
    },
  };
}
