import { z } from "zod";
import type { Metadata } from "../objects/metadata.ts";

/** One of the reports that a node agent makes of a container, one after the other. */
export type Report = {
  series: string;
  /** When it was made, and the one before: texts that are equal where they mean the same, and in order. */
  at: string;
  previous: string;
  status: string;
  completion: string;
  /** When it came here. */
  receivedAt: Date;
};

const Series = z.object({
  /** `at` of the last report that was taken. */
  last: z.string(),
  /** A report between is missing. */
  isBroken: z.boolean().optional(),
  status: z.string(),
  completion: z.string(),
  takenAt: z.string(),
});

/** What is known of the reports behind a profile, by series. */
export const Known = z.record(z.string(), Series);
export type Known = z.infer<typeof Known>;

/** What all reports of a profile say of it together. */
export type Learned = { status: string; completion: string };

/** Every restart of a container is a series. What ended long ago is only counted in `Learned`. */
const seriesAtMost = 50;
/** A report that overtook the one before it waits so long for it. */
const waitSeconds = 120;

/**
 * A node agent learns for a day unless it is told otherwise (Helm value `maxLearningPeriod` of Kubescape). After twice
 * that without a word nothing more will come.
 */
const silentSeconds = 2 * 86_400;

const prefix = "kubescape.io/";

export function reportOf({ annotations = {}, creationTimestamp }: Metadata): Report | undefined {
  const series = annotations[`${prefix}report-series-id`];
  if (!series) return undefined;
  return {
    series,
    at: annotations[`${prefix}report-timestamp`] ?? "",
    previous: annotations[`${prefix}previous-report-timestamp`] ?? "",
    status: annotations[`${prefix}status`] ?? "",
    completion: annotations[`${prefix}completion`] ?? "",
    receivedAt: new Date(creationTimestamp ?? 0),
  };
}

/** Name of the profile that a report is part of: its own without the last part, which tells it from the others. */
export function baseOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf("-")));
}

/**
 * Which reports can be taken, oldest first, and what is known then. Those that were taken before are `stale`. A gap is
 * waited for; after that the series is broken and what it says is partial.
 */
export function takeReports<R extends Report>(
  known: Known,
  reports: R[],
  now: Date,
): { known: Known; taken: R[]; stale: R[] } {
  const after: Known = { ...known };
  const taken: R[] = [];
  const stale: R[] = [];
  for (const report of reports.toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
    const series = after[report.series];
    if (series && report.at <= series.last) {
      stale.push(report);
      continue;
    }
    const isNext = series ? report.previous === series.last : isBeginning(report.previous);
    if (!isNext && now.getTime() - report.receivedAt.getTime() < waitSeconds * 1000) continue;
    const isBroken = series?.isBroken === true || !isNext;
    after[report.series] = {
      last: report.at,
      ...(isBroken && { isBroken }),
      status: report.status,
      completion: isBroken ? "partial" : report.completion,
      takenAt: now.toISOString(),
    };
    taken.push(report);
  }
  return { known: after, taken, stale };
}

/** The series that got furthest speaks for the profile; what was reached before is not taken back. */
export function learnedOf(before: Learned | undefined, known: Known): Learned {
  const all: Learned[] = [...(before ? [before] : []), ...Object.values(known)];
  const best = all.reduce((a, b) => (rank(b) >= rank(a) ? b : a), all[0] ?? { status: "", completion: "" });
  return { status: best.status, completion: best.completion };
}

/** Only those that were heard of last. */
export function trimmed(known: Known): Known {
  const newest = Object.entries(known).toSorted(([, a], [, b]) => (a.takenAt > b.takenAt ? -1 : 1));
  return Object.fromEntries(newest.slice(0, seriesAtMost));
}

/** Whether all who reported have fallen silent. */
export function isAbandoned(known: Known, now: Date): boolean {
  const taken = Object.values(known).map(({ takenAt }) => Date.parse(takenAt));
  return taken.length > 0 && taken.every((time) => now.getTime() - time > silentSeconds * 1000);
}

function rank({ status, completion }: Learned): number {
  return (status === "completed" ? 2 : 0) + (completion === "complete" ? 1 : 0);
}

/** Go's zero time as text. */
function isBeginning(previous: string): boolean {
  return previous === "" || previous.startsWith("0001-01-01 ");
}
