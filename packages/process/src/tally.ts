export type Tally = {
  /** How many of this name are held. */
  of(name: string): number;
  /** One more. Returns how many there are then. */
  add(name: string): number;
  /** One less. */
  remove(name: string): void;
  /** How many there are of all names. */
  all(): number;
};

/** Counts by name what is held for a while, such as open connections of an address. A name without any takes no memory. */
export function createTally(): Tally {
  const counts = new Map<string, number>();
  const of = (name: string) => counts.get(name) ?? 0;
  return {
    of,
    add: (name) => {
      const count = of(name) + 1;
      counts.set(name, count);
      return count;
    },
    remove: (name) => {
      const left = of(name) - 1;
      if (left > 0) counts.set(name, left);
      else counts.delete(name);
    },
    all: () => counts.values().reduce((sum, count) => sum + count, 0),
  };
}
