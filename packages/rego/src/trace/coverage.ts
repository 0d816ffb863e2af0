import type { Probe } from "../runtime/probes.ts";
import type { TraceEvent } from "../runtime/tracer.ts";
import type { Span } from "../syntax/spans.ts";

type Position = { readonly row: number; readonly col: number };
type Range = { readonly start: Position; readonly end: Position };

/** What of one file was evaluated, in the shape of OPA's report. Absent members are empty or 0. */
type FileCoverage = {
  readonly covered?: readonly Range[];
  readonly not_covered?: readonly Range[];
  readonly covered_lines?: number;
  readonly not_covered_lines?: number;
  /** Percent of the lines that have something to evaluate. */
  readonly coverage?: number;
};

export type CoverageReport = {
  readonly files: Readonly<Record<string, FileCoverage>>;
  readonly covered_lines: number;
  readonly not_covered_lines: number;
  readonly coverage: number;
};

/** Gathers what evaluations look at: heads of rules that have a value, and expressions. */
export class Coverage {
  private readonly covered = new Set<Probe>();

  /** For the evaluation option `trace`. */
  readonly add = ({ operation, probe }: TraceEvent): void => {
    if (operation === (probe.kind === "rule" ? "Exit" : "Eval")) this.covered.add(probe);
  };

  /** `probes`: all there are, as the policy has them. */
  report(probes: readonly Probe[]): CoverageReport {
    const byFile = Map.groupBy(probes.filter(isCounted), ({ location }) => location.file);
    const files: Record<string, FileCoverage> = {};
    let coveredLines = 0;
    let missedLines = 0;
    for (const [file, own] of byFile) {
      const covered = ranges(own.filter((probe) => this.covered.has(probe)));
      const expected = own.filter(({ isDeclaration }) => !isDeclaration);
      const missed = ranges(expected).filter((range) => !covered.some((other) => contains(other, range)));
      const [hits, misses] = [rowCount(covered), rowCount(missed)];
      files[file] = fileReport(covered, missed, hits, misses);
      coveredLines += hits;
      missedLines += misses;
    }
    const coverage = percent(coveredLines, missedLines);
    return { files, covered_lines: coveredLines, not_covered_lines: missedLines, coverage };
  }
}

type Counted = Probe & { readonly span: Span };

/** Queries are in no file. */
function isCounted(probe: Probe): probe is Counted {
  return probe.span !== undefined && probe.location.file !== "query";
}

function fileReport(covered: readonly Range[], missed: readonly Range[], hits: number, misses: number): FileCoverage {
  const coverage = percent(hits, misses);
  return {
    ...(covered.length > 0 && { covered }),
    ...(missed.length > 0 && { not_covered: missed }),
    ...(hits > 0 && { covered_lines: hits }),
    ...(misses > 0 && { not_covered_lines: misses }),
    ...(coverage > 0 && { coverage }),
  };
}

function percent(hits: number, misses: number): number {
  return hits + misses === 0 ? 0 : (100 * hits) / (hits + misses);
}

/** Each range once, in the order of the source. */
function ranges(probes: readonly Counted[]): Range[] {
  const found = new Map<string, Range>();
  for (const { span } of probes) {
    const [start, end] = [position(span.start), position(span.end)];
    found.set(`${start.row}:${start.col}-${end.row}:${end.col}`, { start, end });
  }
  return [...found.values()].toSorted((a, b) => before(a.start, b.start) || before(a.end, b.end));
}

function position({ row, col }: Position): Position {
  return { row, col };
}

function before(a: Position, b: Position): number {
  return a.row - b.row || a.col - b.col;
}

function contains(outer: Range, inner: Range): boolean {
  return before(outer.start, inner.start) <= 0 && before(inner.end, outer.end) <= 0;
}

function rowCount(all: readonly Range[]): number {
  const rows = new Set<number>();
  for (const { start, end } of all) for (let row = start.row; row <= end.row; row++) rows.add(row);
  return rows.size;
}
