import type { Counts } from "../../counts.ts";

export type SoakOptions = {
  /** Of the first choices; every later one follows from it. */
  readonly seed: number;
  readonly minutes: number;
  readonly print: (line: string) => void;
};

/** A judge that can go on for as long as there is time. */
export type Soak = {
  readonly name: string;
  readonly description: string;
  /** Runs for about the given time, prints what it finds, and counts what it judged. */
  readonly run: (options: SoakOptions) => Promise<Counts>;
};

/** When a run that starts now has to end, as `performance.now()` counts. */
export function endOf({ minutes }: SoakOptions): number {
  return performance.now() + minutes * 60_000;
}
