import { median } from "../median.ts";
import { table } from "../rego/table.ts";
import { heading, type Phase, row } from "./measure.ts";

/** Of each phase the medians of its rounds, and the peak of all of them. */
export function medians(rounds: readonly Phase[][]): Phase[] {
  const [first = []] = rounds;
  return first.map((phase, index) => {
    const all = rounds.flatMap((round) => round[index] ?? []);
    const of = (figure: (each: Phase) => number | undefined): number | undefined => {
      const known = all.map(figure).filter((value) => value !== undefined);
      return known.length > 0 ? median(known) : undefined;
    };
    const peaks = all.map(({ peakMegabytes }) => peakMegabytes ?? 0);
    return {
      name: phase.name,
      perSecond: of(({ perSecond }) => perSecond) ?? 0,
      p50: of(({ p50 }) => p50) ?? 0,
      p99: of(({ p99 }) => p99) ?? 0,
      cpuMs: of(({ cpuMs }) => cpuMs),
      clientCpuMs: of(({ clientCpuMs }) => clientCpuMs) ?? 0,
      rssMegabytes: of(({ rssMegabytes }) => rssMegabytes),
      ownMegabytes: of(({ ownMegabytes }) => ownMegabytes),
      peakMegabytes: phase.peakMegabytes === undefined ? undefined : Math.max(...peaks),
    };
  });
}

/** A table for each server, in the order in which they were measured. */
export function printMedians(servers: readonly Phase[][][]): void {
  for (const rounds of servers) {
    console.log(`\nmedians of ${rounds.length} rounds\n\n${table(heading, medians(rounds).map(row))}`);
  }
}
