import { compileProblem, problemWith } from "./check-source.ts";
import { Choices } from "./choices.ts";
import { mutated, randomCharacters, randomNesting, randomTokens } from "./write-source.ts";

export type FuzzOptions = {
  readonly seed: number;
  readonly runs: number;
  /** Real policies to make changes to. */
  readonly sources: readonly string[];
};

/** A source that is read wrongly. `seed` alone makes it again, with the same sources. */
export type FuzzFinding = { readonly seed: number; readonly source: string; readonly problem: string };

/** Reads, prints and compiles sources made from a seed, and returns the first that is handled wrongly. */
export function runFuzz({ seed, runs, sources }: FuzzOptions): FuzzFinding | undefined {
  for (let run = 0; run < runs; run++) {
    const choices = new Choices(seed + run);
    const source = writeSource(choices, sources);
    const version = choices.next() < 0.7 ? 1 : 0;
    const problem = problemWith(source, version) ?? compileProblem(source, version === 0);
    if (problem !== undefined) return { seed: seed + run, source, problem };
  }
  return undefined;
}

function writeSource(choices: Choices, sources: readonly string[]): string {
  const kind = choices.next();
  if (kind < 0.15) return randomCharacters(choices);
  if (kind < 0.4) return randomTokens(choices);
  if (kind < 0.42) return randomNesting(choices);
  return mutated(choices, sources);
}
