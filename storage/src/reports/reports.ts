import { z } from "zod";
import type { Metadata } from "../meta/metadata.ts";

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
  /** Reports are missing behind the one of the first time, up to the one of the second; the beginning has none. */
  gaps: z.array(z.tuple([z.string(), z.string()])).optional(),
  /** What the last report said: with a gap the series is partial whatever it said. */
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
/** Of one series. */
const gapsAtMost = 20;
/** A report that overtook the one before it waits so long for it. */
const waitSeconds = 120;

/**
 * A node agent learns for a day unless it is told otherwise (Helm value `maxLearningPeriod` of Kubescape). After twice
 * that without a word nothing more will come.
 */
const silentSeconds = 2 * 86_400;

const prefix = "kubescape.io/";

/** `undefined` for every other profile, also one whose name leaves none for the profile that it would be part of. */
export function reportOf({ name = "", annotations = {}, creationTimestamp }: Metadata): Report | undefined {
  const series = annotations[`${prefix}report-series-id`];
  if (!series || ["", ".", ".."].includes(baseOf(name))) return undefined;
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
 * Which reports can be taken, those of a series in their order, and what is known then. A report names the one before it:
 * that is its order, because clocks of nodes are set back now and then. A gap is waited for a while, and is one until what
 * is missing has come. What is no news of its series, because it was taken before or fills a gap, is `late`.
 */
export function takeReports<R extends Report>(
  known: Known,
  reports: R[],
  now: Date,
): { known: Known; taken: R[]; late: R[] } {
  const after = new Map(Object.entries(known));
  const series = [...Map.groupBy(reports, (report) => report.series)].map(([name, own]) => {
    const followed = follow(after.get(name), own, now);
    if (followed.state) after.set(name, followed.state);
    return followed;
  });
  const oldestFirst = series.toSorted((a, b) => ((a.state?.last ?? "") < (b.state?.last ?? "") ? -1 : 1));
  return {
    known: Object.fromEntries(after),
    taken: oldestFirst.flatMap(({ taken }) => taken),
    late: oldestFirst.flatMap(({ late }) => late),
  };
}

type State = Known[string];
type Gaps = NonNullable<State["gaps"]>;

/** The reports of one series, one after the other. */
function follow<R extends Report>(
  before: State | undefined,
  reports: R[],
  now: Date,
): { state: State | undefined; taken: R[]; late: R[] } {
  let state = before;
  const taken: R[] = [];
  const left = new Set(reports.toSorted((a, b) => (a.at < b.at ? -1 : 1)));
  const byPrevious = Map.groupBy(left, previousOf);
  const isNews = ({ at }: R) => state === undefined || at > state.last;
  const isOverdue = ({ receivedAt }: R) => now.getTime() - receivedAt.getTime() >= waitSeconds * 1000;
  for (;;) {
    const last: string = state?.last ?? beginning;
    const next = byPrevious.get(last)?.find((report) => left.has(report) && report.at !== last);
    const report = next ?? left.values().find((each) => isNews(each) && isOverdue(each));
    if (!report) break;
    left.delete(report);
    taken.push(report);
    const gaps = next ? (state?.gaps ?? []) : withGap(state?.gaps ?? [], last, previousOf(report));
    const { at, status, completion } = report;
    state = { last: at, gaps, status, completion, takenAt: now.toISOString() };
  }
  const late = [...left].filter((report) => !isNews(report));
  return { state: state && withoutGaps(state, late), taken, late };
}

function withoutGaps({ gaps = [], ...state }: State, late: Report[]): State {
  const open = late.reduce(filled, gaps);
  return open.length > 0 ? { ...state, gaps: open } : state;
}

/** More gaps than are told apart become one with the last. */
function withGap(gaps: Gaps, after: string, upTo: string): Gaps {
  const last = gaps.at(-1);
  return last && gaps.length >= gapsAtMost ? [...gaps.slice(0, -1), [last[0], upTo]] : [...gaps, [after, upTo]];
}

function filled(gaps: Gaps, report: Report): Gaps {
  return gaps.flatMap(([after, upTo]): Gaps => {
    if (after !== previousOf(report)) return [[after, upTo]];
    return report.at === upTo ? [] : [[report.at, upTo]];
  });
}

/** The series that got furthest speaks for the profile; what was reached before is not taken back. */
export function learnedOf(before: Learned | undefined, known: Known): Learned {
  const said = Object.values(known).map(({ gaps = [], status, completion }) => ({
    status,
    completion: gaps.length > 0 ? "partial" : completion,
  }));
  const all: Learned[] = [...(before ? [before] : []), ...said];
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

/** What comes before the first report. */
const beginning = "";

/** Go's zero time, as its text or in RFC 3339, is the beginning. */
function previousOf({ previous }: Report): string {
  return previous.startsWith("0001-01-01") ? beginning : previous;
}
