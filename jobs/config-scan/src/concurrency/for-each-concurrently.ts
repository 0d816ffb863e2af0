/** Works through items, at most `limit` at a time, taking each only when there is room. The first failure ends it. */
export async function forEachConcurrently<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const shared = oneByOne(items);
  // A loop that ends early closes the generator it runs over, and with it the loops of all other workers.
  const worker = async () => {
    for (const item of shared) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

function* oneByOne<T>(items: Iterable<T>): Generator<T> {
  yield* items;
}
