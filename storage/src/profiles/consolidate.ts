import type { ApiObject, Metadata } from "../meta/metadata.ts";
import type { ContainerSpec } from "../reports/observed.ts";
import { isTooMany, sizeOfContainer } from "../reports/profile-size.ts";
import {
  isAbandoned,
  Known,
  type Learned,
  learnedOf,
  type Report,
  reportOf,
  takeReports,
  trimmed,
} from "../reports/reports.ts";
import { type CollapseSettings, collapseProfile } from "./collapse-profile.ts";
import { mergeAll } from "./merge.ts";

/** Annotation of a profile with what is known of its reports. */
const reportsAnnotation = "sortie.dev/reports";
const reportAnnotations = ["report-series-id", "report-timestamp", "previous-report-timestamp"];

/** Metadata and body of an object, before it is decided whether it is made or changed. */
export type Wanted = { labels: Record<string, string>; annotations: Record<string, string>; spec: unknown };

export type Consolidated = {
  /** `undefined`: the profile stays as it is. */
  profile: Wanted | undefined;
  /** Names of reports that are part of the profile then. */
  consumed: string[];
};

/** The profile of a container with all reports that can be taken. */
export function consolidate(
  profile: ApiObject | undefined,
  reports: ApiObject[],
  { now, settings }: { now: Date; settings: CollapseSettings | undefined },
): Consolidated {
  const known = knownOf(profile?.metadata);
  const named = reports.flatMap((object): (Report & { object: ApiObject })[] => {
    const report = reportOf(object.metadata);
    return report ? [{ ...report, object }] : [];
  });
  const { known: after, taken, late } = takeReports(known, named, now);
  const consumed = [...late, ...taken].map(({ object }) => object.metadata.name ?? "");
  const oldestFirst = [
    ...late.map(({ object }) => object),
    ...(profile ? [profile] : []),
    ...taken.map(({ object }) => object),
  ];
  const [first, ...more] = oldestFirst;
  if (!first || consumed.length === 0) {
    return { profile: profile && isLeftOpen(profile.metadata, now) ? closed(profile) : undefined, consumed };
  }

  const newest = (more.at(-1) ?? first).metadata;
  const merged = mergeAll(
    first.spec as ContainerSpec,
    more.map(({ spec }) => spec as ContainerSpec),
  );
  const spec = collapseProfile(merged, settings);
  const { annotations = {} } = newest;
  const size = sizeOfContainer(spec);
  const learned = learnedOf(levelOf(profile?.metadata), after);
  const own = Object.entries(annotations).filter(([name]) => !isAboutReport(name));
  return {
    consumed,
    profile: {
      labels: newest.labels ?? {},
      annotations: {
        ...Object.fromEntries(own),
        "kubescape.io/status": isTooMany(size) ? "too-large" : learned.status,
        "kubescape.io/completion": learned.completion,
        "kubescape.io/resource-size": String(size),
        [reportsAnnotation]: JSON.stringify(trimmed(after)),
      },
      spec,
    },
  };
}

/** Whether something is still to be learned by the profile and nobody is left to report it. */
export function isLeftOpen(metadata: Metadata, now: Date): boolean {
  const status = levelOf(metadata)?.status;
  return (status === "ready" || status === "initializing") && isAbandoned(knownOf(metadata), now);
}

/** What is known of the container is all that there will be. */
function closed({ metadata, spec }: ApiObject): Wanted {
  const level = { "kubescape.io/status": "completed", "kubescape.io/completion": "partial" };
  return { labels: metadata.labels ?? {}, annotations: { ...metadata.annotations, ...level }, spec };
}

function levelOf(metadata: Metadata | undefined): Learned | undefined {
  const { "kubescape.io/status": status, "kubescape.io/completion": completion } = metadata?.annotations ?? {};
  return status && completion ? { status, completion } : undefined;
}

function isAboutReport(annotation: string): boolean {
  return reportAnnotations.some((name) => annotation === `kubescape.io/${name}`);
}

/** What cannot be read is as if nothing had been taken. */
function knownOf(metadata: Metadata | undefined): Known {
  try {
    return Known.parse(JSON.parse(metadata?.annotations?.[reportsAnnotation] ?? "{}"));
  } catch {
    return {};
  }
}
