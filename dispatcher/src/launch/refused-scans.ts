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
  /** Remembers one more refusal. `gave up`: it was the last, and the scan is forgotten. */
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
  const scans = new Map<string, { since: number; refusals: number; retryAt: number }>();
  const now = () => clock.now().getTime();
  /** Nothing waits longer than the longest: the clock was set back then. */
  const isAhead = (at: number) => at > now() && at <= now() + longestRetrySeconds * 1000;
  const retries = () => [...scans.values()].map(({ retryAt }) => retryAt).filter(isAhead);
  return {
    isSetAside: (scanHash) => isAhead(scans.get(scanHash)?.retryAt ?? 0),
    nextInSeconds: () => (retries().length === 0 ? undefined : (Math.min(...retries()) - now()) / 1000),
    refused: (scanHash) => {
      const { refusals, ...known } = scans.get(scanHash) ?? { since: now(), refusals: 0 };
      const since = Math.min(known.since, now());
      if (now() - since >= giveUpSeconds * 1000) {
        scans.delete(scanHash);
        return "gave up";
      }
      const retrySeconds = Math.min(longestRetrySeconds, firstRetrySeconds * 2 ** refusals);
      scans.set(scanHash, { since, refusals: refusals + 1, retryAt: now() + retrySeconds * 1000 });
      return "set aside";
    },
    taken: (scanHash) => scans.delete(scanHash),
    keep: (wanted) => {
      for (const scanHash of scans.keys()) if (!wanted.has(scanHash)) scans.delete(scanHash);
    },
  };
}
