/** Answers that are asked for again within seconds, for example who a token belongs to. */
export type Remembered<T> = (key: string, ask: () => Promise<T>) => Promise<T>;

/**
 * Remembers each answer for a while, and the question while it is being asked, so that equal requests that come together
 * ask once. Failures are forgotten at once. At most `limit` answers are kept, the oldest go first.
 */
export function createRemembered<T>({
  seconds,
  limit,
  now,
}: {
  seconds: number;
  limit: number;
  now: () => Date;
}): Remembered<T> {
  const answers = new Map<string, { until: number; answer: Promise<T> }>();
  return (key, ask) => {
    const time = now().getTime();
    const known = answers.get(key);
    if (known && known.until > time) return known.answer;
    answers.delete(key);
    const oldest = answers.size >= limit ? answers.keys().next().value : undefined;
    if (oldest !== undefined) answers.delete(oldest);
    const answer = ask();
    const entry = { until: time + seconds * 1000, answer };
    answers.set(key, entry);
    answer.catch(() => {
      if (answers.get(key) === entry) answers.delete(key);
    });
    return answer;
  };
}
