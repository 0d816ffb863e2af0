import type { Clock, Logger } from "@sortie/process";

/** Each caller is named once in so long. */
const everyMs = 60_000;

/** Callers that are named in that time. */
const maxNamed = 100;

/** Says who is refused, in a number of lines that does not grow with the requests. What is not said is counted. */
export function refusalLog(log: Pick<Logger, "warn">, clock: Clock): (peer: string | undefined, code: number) => void {
  let since = Number.NEGATIVE_INFINITY;
  let named = new Set<string>();
  let further = 0;

  const beginAnew = (now: number) => {
    if (further > 0) log.warn({ requests: further }, "further requests refused");
    since = now;
    named = new Set();
    further = 0;
  };
  return (peer, code) => {
    const now = clock.now().getTime();
    if (now - since >= everyMs || now < since) beginAnew(now);
    const caller = `${peer} ${code}`;
    if (named.has(caller) || named.size >= maxNamed) {
      further += 1;
      return;
    }
    named.add(caller);
    log.warn({ peer, code }, "caller refused");
  };
}
