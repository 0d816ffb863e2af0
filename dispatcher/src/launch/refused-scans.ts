import type { Clock } from "@sortie/process";

/** Before the next attempt at a scan that was refused, doubled with each further refusal up to the longest. */
const firstRetrySeconds = 5;
const longestRetrySeconds = 60;

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
  /** Forgets a scan that was taken. Answers whether it had been refused. */
  taken: (scanHash: string) => boolean;
  /** Forgets scans that no command asks for any more. */
  keep: (wanted: ReadonlySet<string>) => void;
};

/**
 * Scans, by their hash, whose Job the API server did not take: a quota is used up, a policy or a webhook refuses it, a
 * right is missing. Each is set aside until its next attempt, so that it holds up no other. What is known is lost with
 * the process: then each is tried at once, and has its whole time again.
 */
export function refusedScans(clock: Clock): RefusedScans {
  const scans = new Map<string, { since: number; refusals: number; retryAt: number; isGivenUp: boolean }>();
  const now = () => clock.now().getTime();
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
    taken: (scanHash) => scans.delete(scanHash),
    keep: (wanted) => {
      for (const scanHash of scans.keys()) if (!wanted.has(scanHash)) scans.delete(scanHash);
    },
  };
}
