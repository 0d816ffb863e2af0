import { randomNumbers } from "../testing/random.ts";

/** Choices that follow from a seed. */
export type Choices = {
  random: () => number;
  /** 0 to `below` - 1. */
  number(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** `true` with this probability. */
  chance(probability: number): boolean;
};

export function createChoices(seed: number): Choices {
  const random = randomNumbers(seed);
  const number = (below: number) => Math.floor(random() * below);
  return {
    random,
    number,
    pick: <T>(from: readonly T[]) => from[number(from.length)] as T,
    chance: (probability) => random() < probability,
  };
}
