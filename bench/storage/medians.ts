import { median } from "../median.ts";
import { table } from "../table.ts";
import { heading, type Phase, row } from "./measure.ts";

/** Of each phase the medians of its rounds, and the peak of all of them. */
export function medians(rounds: readonly Phase[][]): Phase[] {
  const [first = []] = rounds;
  return first.map((phase, index) => {
    const all = rounds.map((round) => round[index] ?? phase);
    const peaks = known(all, "peakMegabytes");
    return {
      name: phase.name,
      perSecond: median(known(all, "perSecond")),
      p50: median(known(all, "p50")),
      p99: median(known(all, "p99")),
      clientCpuMs: median(known(all, "clientCpuMs")),
      cpuMs: medianIfAny(known(all, "cpuMs")),
      rssMegabytes: medianIfAny(known(all, "rssMegabytes")),
      ownMegabytes: medianIfAny(known(all, "ownMegabytes")),
      peakMegabytes: peaks.length > 0 ? Math.max(...peaks) : undefined,
    };
  });
}

/** A figure of each round that has it: of a server whose process is not known there are rates only. */
function known(rounds: readonly Phase[], figure: Exclude<keyof Phase, "name">): number[] {
  return rounds.map((round) => round[figure]).filter((value) => value !== undefined);
}

function medianIfAny(values: number[]): number | undefined {
  return values.length > 0 ? median(values) : undefined;
}

/** A table for each server, in the order in which they were measured. */
export function printMedians(servers: readonly Phase[][][]): void {
  for (const rounds of servers) {
    console.log(`\nmedians of ${rounds.length} rounds\n\n${table(heading, medians(rounds).map(row))}`);
  }
}
