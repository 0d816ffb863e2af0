import type { Random } from "./random.ts";

const words = ["a", "b", "c", "app", "web", "x/y", "é", "", "10", "A"] as const;

/** A document with the places that generated programs look at, and noise around them. */
export function generateInput(random: Random): Record<string, unknown> {
  return {
    items: random.list(0, 4, () => item(random)),
    names: random.list(0, 4, () => random.pick(words)),
    numbers: random.list(0, 4, () => number(random)),
    object: Object.fromEntries(random.list(0, 4, () => [random.pick(words), scalar(random)])),
    nested: value(random, 3),
    s: random.pick(words),
    n: number(random),
    flag: random.chance(0.5),
    ...(random.chance(0.3) ? { extra: value(random, 2) } : {}),
  };
}

function item(random: Random): Record<string, unknown> {
  return {
    kind: random.pick(["Pod", "Job", "Service"]),
    metadata: {
      name: random.pick(words),
      ...(random.chance(0.6)
        ? { labels: Object.fromEntries(random.list(0, 3, () => [random.pick(words), random.pick(words)])) }
        : {}),
    },
    ...(random.chance(0.7)
      ? {
          containers: random.list(0, 3, () => ({
            name: random.pick(words),
            image: random.pick(words),
            ...(random.chance(0.5) ? { privileged: random.chance(0.5) } : {}),
          })),
        }
      : {}),
    ...(random.chance(0.4) ? { replicas: number(random) } : {}),
  };
}

function number(random: Random): number {
  return random.chance(0.8) ? random.below(7) - 2 : random.pick([0.5, 1.5, -0.25, 100, 1e6, 0.1]);
}

function scalar(random: Random): unknown {
  return random.pick([() => random.pick(words), () => number(random), () => random.chance(0.5), () => null])();
}

function value(random: Random, depth: number): unknown {
  if (depth === 0 || random.chance(0.4)) return scalar(random);
  if (random.chance(0.5)) return random.list(0, 3, () => value(random, depth - 1));
  return Object.fromEntries(random.list(0, 3, () => [random.pick(words), value(random, depth - 1)]));
}
