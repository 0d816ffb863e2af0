import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Trace } from "./follow.ts";

const logs = join(import.meta.dirname, "..", "..", "logs");

/** A table of when each step was reached and how long it took since the one before, in seconds. */
export function timingTable({ times }: Pick<Trace, "times">): string {
  const steps = [...times].toSorted(([, a], [, b]) => a - b);
  const begin = steps[0]?.[1] ?? 0;
  const rows = steps.map(([step, at], index) => {
    const before = steps[index - 1]?.[1] ?? at;
    return [step.padEnd(22), seconds(at - before), seconds(at - begin)].join("  ");
  });
  return ["step                    took s    at s", ...rows].join("\n");
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2).padStart(6);
}

/** Shows a table to whoever runs the tests, and keeps it where the logs of the run are. */
export function publishTimings(title: string, table: string): void {
  mkdirSync(logs, { recursive: true });
  writeFileSync(join(logs, "e2e-timings.txt"), `${title}\n${table}\n`);
  console.log(`\n${title}\n${table}`);
}
