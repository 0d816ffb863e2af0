import { tooManyRequests } from "../../meta/status.ts";

/** Users whose requests are counted at once; the one that was counted first is forgotten first. */
const usersAtMost = 10_000;

/** @throws StatusError 429 when the user has no request left. */
export type RateLimit = (username: string) => void;

export const noRateLimit: RateLimit = () => {};

/**
 * So many requests a second for each user, and as many at once after a second without any, so that one client in a loop
 * leaves the server to the others. A watch is one request.
 *
 * @param perSecond 0: no limit.
 */
export function createRateLimit(perSecond: number, now: () => Date): RateLimit {
  if (perSecond === 0) return noRateLimit;
  const users = new Map<string, { left: number; at: number }>();
  return (username) => {
    const at = now().getTime();
    const known = users.get(username);
    const gained = known ? (Math.max(0, at - known.at) / 1000) * perSecond : perSecond;
    const left = Math.min(perSecond, (known?.left ?? 0) + gained);
    if (!known && users.size >= usersAtMost) forgetFirst(users);
    users.set(username, { left: left < 1 ? left : left - 1, at });
    if (left < 1) throw tooManyRequests();
  };
}

function forgetFirst(users: Map<string, unknown>): void {
  for (const username of users.keys()) {
    users.delete(username);
    return;
  }
}
