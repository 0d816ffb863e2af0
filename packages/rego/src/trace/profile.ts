import type { Probe } from "../runtime/probes.ts";
import type { TraceEvent } from "../runtime/tracer.ts";

/** What evaluations spent on the expressions of one line, as OPA's profiler counts it. */
export type ProfiledLine = {
  /** Until the next expression was looked at: what an expression calls is counted where it stands. */
  readonly timeNs: number;
  /** How often its expressions were evaluated, and how often they gave another solution. */
  readonly evaluations: number;
  readonly repetitions: number;
  /** How many expressions the line has that were evaluated. */
  readonly expressions: number;
  /** The first of them. */
  readonly probe: Probe;
};

/** What lines can be sorted by, under OPA's names: the most first; files and lines from the last. */
export const profileOrders = ["total_time_ns", "num_eval", "num_redo", "num_gen_expr", "file", "line"] as const;
export type ProfileOrder = (typeof profileOrders)[number];

const ordinary: readonly ProfileOrder[] = ["total_time_ns", "num_eval", "num_redo", "file", "line"];
const compare: Readonly<Record<ProfileOrder, (a: ProfiledLine, b: ProfiledLine) => number>> = {
  total_time_ns: (a, b) => b.timeNs - a.timeNs,
  num_eval: (a, b) => b.evaluations - a.evaluations,
  num_redo: (a, b) => b.repetitions - a.repetitions,
  num_gen_expr: (a, b) => b.expressions - a.expressions,
  file: ({ probe: a }, { probe: b }) => Number(fileOf(a) < fileOf(b)) - Number(fileOf(a) > fileOf(b)),
  line: ({ probe: a }, { probe: b }) => b.location.row - a.location.row,
};

type Count = { timeNs: number; evaluations: number; repetitions: number; readonly probes: Set<Probe> };

/** Measures evaluations by line. What tracing costs is part of what it measures, so lines compare with each other only. */
export class Profile {
  private readonly counts = new Map<string, Count>();
  private readonly clock: () => number;
  private current: { readonly count: Count; readonly since: number } | undefined;

  /** `clock` gives nanoseconds from any point in time. */
  constructor(clock: () => number = () => performance.now() * 1e6) {
    this.clock = clock;
  }

  /** For the evaluation option `trace`. */
  readonly add = ({ operation, probe }: TraceEvent): void => {
    if (probe.kind !== "expression" || (operation !== "Eval" && operation !== "Redo")) return;
    const now = this.settle();
    const count = this.countOf(probe);
    count.probes.add(probe);
    if (operation === "Eval") count.evaluations += 1;
    else count.repetitions += 1;
    this.current = { count, since: now };
  };

  /** The lines in that order; called when evaluations have ended. */
  report(orders: readonly ProfileOrder[] = []): ProfiledLine[] {
    this.settle();
    this.current = undefined;
    const by = orders.length === 0 ? ordinary : orders;
    const lines = [...this.counts.values()].map(profiledLine);
    return lines.toSorted((a, b) => by.map((order) => compare[order](a, b)).find((result) => result !== 0) ?? 0);
  }

  /** Gives the time that has passed to the expression that was being evaluated. */
  private settle(): number {
    const now = this.clock();
    if (this.current !== undefined) this.current.count.timeNs += now - this.current.since;
    return now;
  }

  private countOf({ location: { file, row } }: Probe): Count {
    const key = `${row} ${file}`;
    const known = this.counts.get(key);
    if (known !== undefined) return known;
    const count: Count = { timeNs: 0, evaluations: 0, repetitions: 0, probes: new Set() };
    this.counts.set(key, count);
    return count;
  }
}

function profiledLine({ timeNs, evaluations, repetitions, probes }: Count): ProfiledLine {
  const [probe] = probes;
  return { timeNs: Math.round(timeNs), evaluations, repetitions, expressions: probes.size, probe: probe as Probe };
}

/** Queries are in no file, and so before all others. */
function fileOf({ location: { file } }: Probe): string {
  return file === "query" ? "" : file;
}
