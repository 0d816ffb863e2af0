import type { Clock } from "@sortie/process";

/** Before the next attempt at a scan that was refused, doubled with each further refusal up to the longest. */
const firstRetrySeconds = 5;
const longestRetrySeconds = 60;

/** A Job that was left alone for this long has run: whoever suspends it then has a new reason. */
const restSeconds = 2 * longestRetrySeconds;

/** A scan that has been refused for this long is given up: longer than finished Jobs count against a quota by default. */
const giveUpSeconds = 900;

export type RefusedScans = {
  /** Whether a scan is to be left alone until its next attempt. */
  isSetAside: (scanHash: string) => boolean;
  /** Seconds until the next attempt at one of them. */
  nextInSeconds: () => number | undefined;
  /** Whether a scan was given up and is still wanted, as its outcome is refused too: it takes no place from others. */
  isGivenUp: (scanHash: string) => boolean;
  /** Remembers one more refusal. `gave up`: it has been refused for too long, and now has its whole time again. */
  refused: (scanHash: string) => "set aside" | "gave up";
  /**
   * Forgets a scan that was taken, unless what was taken is a Job's resumption once more: that is not known to last.
   * Answers whether a refusal is forgotten.
   */
  taken: (scanHash: string, resumedUid?: string) => boolean;
  /** Whether this Job was resumed just now, and so somebody else has suspended it again. Answered once for each resumption. */
  isUndone: (scanHash: string, jobUid: string) => boolean;
  /** Remembers that this Job is given no further owners. */
  joinRefused: (scanHash: string, jobUid: string) => void;
  isJoinRefused: (scanHash: string, jobUid: string) => boolean;
  /** Forgets scans that no command asks for any more. */
  keep: (wanted: ReadonlySet<string>) => void;
};

/**
 * Scans, by their hash, whose Job the API server did not take: a quota is used up, a policy or a webhook refuses it, a
 * right is missing. So are those whose Job somebody else suspends whenever it is resumed. Each is set aside until its next
 * attempt, so that it holds up no other. What is known is lost with the process: then each is tried at once, and has its
 * whole time again.
 */
export function refusedScans(clock: Clock): RefusedScans {
  const scans = new Map<string, { since: number; refusals: number; retryAt: number; isGivenUp: boolean }>();
  /** The Job of each scan that was resumed last. */
  const resumed = new Map<string, { uid: string; at: number; isUndone: boolean }>();
  /** The Job of each scan that was last given no further owners. */
  const closed = new Map<string, string>();
  const now = () => clock.now().getTime();
  const hasRested = ({ at }: { at: number }) => now() - at >= restSeconds * 1000;
  /** Nothing waits longer than the longest: the clock was set back then. */
  const isAhead = (at: number) => at > now() && at <= now() + longestRetrySeconds * 1000;
  const retries = () => [...scans.values()].map(({ retryAt }) => retryAt).filter(isAhead);
  return {
    isSetAside: (scanHash) => isAhead(scans.get(scanHash)?.retryAt ?? 0),
    nextInSeconds: () => (retries().length === 0 ? undefined : (Math.min(...retries()) - now()) / 1000),
    isGivenUp: (scanHash) => scans.get(scanHash)?.isGivenUp ?? false,
    refused: (scanHash) => {
      const { refusals, isGivenUp, ...known } = scans.get(scanHash) ?? { since: now(), refusals: 0, isGivenUp: false };
      const since = Math.min(known.since, now());
      const isTooLong = now() - since >= giveUpSeconds * 1000;
      const retrySeconds = Math.min(longestRetrySeconds, firstRetrySeconds * 2 ** refusals);
      const retryAt = now() + retrySeconds * 1000;
      scans.set(scanHash, {
        since: isTooLong ? now() : since,
        refusals: refusals + 1,
        retryAt,
        isGivenUp: isGivenUp || isTooLong,
      });
      return isTooLong ? "gave up" : "set aside";
    },
    taken: (scanHash, resumedUid) => {
      const before = resumed.get(scanHash);
      const isAgain = before !== undefined && before.uid === resumedUid && !hasRested(before);
      if (resumedUid !== undefined) resumed.set(scanHash, { uid: resumedUid, at: now(), isUndone: false });
      return !isAgain && scans.delete(scanHash);
    },
    isUndone: (scanHash, jobUid) => {
      const last = resumed.get(scanHash);
      if (last?.uid !== jobUid || last.isUndone || hasRested(last)) return false;
      resumed.set(scanHash, { uid: jobUid, at: now(), isUndone: true });
      return true;
    },
    joinRefused: (scanHash, jobUid) => void closed.set(scanHash, jobUid),
    isJoinRefused: (scanHash, jobUid) => closed.get(scanHash) === jobUid,
    keep: (wanted) => {
      for (const known of [scans, resumed, closed])
        for (const scanHash of known.keys()) if (!wanted.has(scanHash)) known.delete(scanHash);
    },
  };
}
