import { table } from "../table.ts";
import type { Phase } from "./measure.ts";

/** How many times as much of each phase the first server does, in a second and in a second of CPU time. */
export function printRatios(title: string, ours: Phase[], theirs: Phase[]): void {
  const rows = ours.flatMap((phase) => {
    const other = theirs.find(({ name }) => name === phase.name);
    return other ? [[phase.name, times(phase.perSecond, other.perSecond), times(other.cpuMs, phase.cpuMs)]] : [];
  });
  console.log(`\n${title}\n\n${table(["phase", "per s", "per CPU s"], rows)}`);
}

function times(more: number | undefined, less: number | undefined): string {
  return more === undefined || !less ? "" : `${(more / less).toFixed(2)} ×`;
}
