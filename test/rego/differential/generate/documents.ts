import type { Choices } from "@sortie/rego/choices";
import { rawNumber } from "../raw-number.ts";
import { pickWord, words } from "./texts.ts";

/** A document with the places that generated programs look at, and noise around them. */
export function generateInput(random: Choices): Record<string, unknown> {
  return {
    items: random.list(0, 4, () => item(random)),
    names: random.list(0, 4, () => pickWord(random)),
    numbers: random.list(0, 4, () => pickNumber(random)),
    object: Object.fromEntries(random.list(0, 4, () => [pickWord(random), scalar(random)])),
    nested: value(random, 3),
    s: pickWord(random),
    n: pickNumber(random),
    flag: random.chance(0.5),
    ...(random.chance(0.3) ? { extra: value(random, 2) } : {}),
  };
}

/** Base documents: some beside the packages of the program, some within them. */
export function generateData(random: Choices): Record<string, unknown> {
  return {
    base: { x: pickNumber(random), list: [1, "a", { k: [2] }], object: { a: 1, b: { c: "x" } } },
    test: { stored: value(random, 2), deep: { stored: scalar(random) } },
    ...(random.chance(0.3) ? { other: { stored: value(random, 1) } } : {}),
  };
}

function item(random: Choices): Record<string, unknown> {
  const container = () => ({
    name: random.pick(words),
    image: random.pick(words),
    ...(random.chance(0.5) ? { privileged: random.chance(0.5) } : {}),
  });
  const labels = () => Object.fromEntries(random.list(0, 3, () => [random.pick(words), random.pick(words)]));
  return {
    kind: random.pick(["Pod", "Job", "Service"]),
    metadata: { name: random.pick(words), ...(random.chance(0.6) ? { labels: labels() } : {}) },
    ...(random.chance(0.7) ? { containers: random.list(0, 3, container) } : {}),
    ...(random.chance(0.4) ? { replicas: pickNumber(random) } : {}),
  };
}

/** Mostly small numbers; some that no JavaScript number holds. */
function pickNumber(random: Choices): unknown {
  if (random.chance(0.75)) return random.below(7) - 2;
  if (random.chance(0.6)) return random.pick([0.5, 1.5, -0.25, 100, 1_000_000, 0.1, 0.2, -7, 64]);
  return rawNumber(random.pick(numberTexts));
}

/** Written as they print: with every digit and without an exponent. */
export const numberTexts = [
  "9007199254740993",
  "1234567890123456789",
  "9007199254740995",
  "9223372036854775808",
  "18446744073709551616",
  "-9223372036854775809",
  "100000000000000000000000000001",
] as const;

function scalar(random: Choices): unknown {
  return random.pick<() => unknown>([
    () => pickWord(random),
    () => pickNumber(random),
    () => random.chance(0.5),
    () => null,
  ])();
}

export function value(random: Choices, depth: number): unknown {
  if (depth === 0 || random.chance(0.4)) return scalar(random);
  if (random.chance(0.5)) return random.list(0, 3, () => value(random, depth - 1));
  return Object.fromEntries(random.list(0, 3, () => [pickWord(random), value(random, depth - 1)]));
}
