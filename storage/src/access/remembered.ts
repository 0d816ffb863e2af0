import { tooManyRequests } from "../meta/status.ts";
import { isFresh } from "./is-fresh.ts";

/** Answers that are asked for again within seconds, for example who a token belongs to. */
export type Remembered<T> = (key: string, ask: () => Promise<T>) => Promise<T>;

/**
 * Remembers each answer for a while, and the question while it is being asked, so that equal requests that come together
 * ask once. Failures are forgotten at once. At most `limit` answers are kept, the oldest go first.
 *
 * @param atOnce Questions that may be open; more are refused with a StatusError 429. Absent: any number.
 */
export function createRemembered<T>({
  seconds,
  limit,
  atOnce = Number.POSITIVE_INFINITY,
  now,
}: {
  seconds: number;
  limit: number;
  atOnce?: number;
  now: () => Date;
}): Remembered<T> {
  const answers = new Map<string, { since: number; answer: Promise<T> }>();
  let open = 0;
  return (key, ask) => {
    const time = now().getTime();
    const known = answers.get(key);
    if (known && isFresh(known.since, seconds, time)) return known.answer;
    answers.delete(key);
    if (open >= atOnce) return Promise.reject(tooManyRequests());
    const oldest = answers.size >= limit ? answers.keys().next().value : undefined;
    if (oldest !== undefined) answers.delete(oldest);
    open += 1;
    const answer = ask().finally(() => {
      open -= 1;
    });
    const entry = { since: time, answer };
    answers.set(key, entry);
    answer.catch(() => {
      if (answers.get(key) === entry) answers.delete(key);
    });
    return answer;
  };
}
