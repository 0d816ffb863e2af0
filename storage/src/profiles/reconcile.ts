import { setImmediate as nextTurn } from "node:timers/promises";
import { remove } from "../api/write/delete-object.ts";
import { applicationProfile, collapseConfiguration, containerProfile, networkNeighborhood } from "../kinds/profile.ts";
import { trackUpdate } from "../managed-fields/track-update.ts";
import { type Kind, resourceName } from "../meta/kind.ts";
import type { ApiObject } from "../meta/metadata.ts";
import { StatusError } from "../meta/status.ts";
import { changedObject, isSame } from "../objects/changed-object.ts";
import { newObject } from "../objects/new-object.ts";
import { parseMetadata, parseObject, storedForm } from "../objects/object-text.ts";
import { stamped } from "../objects/stamped.ts";
import { isUsers } from "../reports/completed.ts";
import { baseOf, reportOf } from "../reports/reports.ts";
import type { Key, Revision, Store } from "../store/store.ts";
import { CollapseSettings } from "./collapse-profile.ts";
import { consolidate, isLeftOpen, type Wanted } from "./consolidate.ts";
import { placeOf, workloadProfiles } from "./workload-profiles.ts";

export type ProfileDeps = { store: Store; now: () => Date; newId: () => string; signal: AbortSignal };

const pageSize = 500;
/** Of one container: all replicas of a workload report what theirs do, and each report may have 2.5 MB. */
const reportsAtOnce = 10;
const profiles = resourceName(containerProfile);
const manager = "sortie-storage";

/**
 * Brings the profiles of a namespace up to the reports that are there: reports go into the profile of their container,
 * those of containers into the two of their workload. Safe to run twice and to stop anywhere: a report is deleted when
 * it is part of its profile, and the profile says which it has.
 *
 * @param changed Names of profiles and reports that were written since the last time.
 * @returns Whether that was all: not when a report waits for another, or when somebody else wrote at the same time.
 * @throws AggregateError of those that failed, when all others are done.
 */
export async function reconcileProfiles(namespace: string, changed: Set<string>, deps: ProfileDeps): Promise<boolean> {
  const { reports, places } = await readNames(namespace, deps);
  const failures: unknown[] = [];
  let isAll = true;
  const attempt = async (step: () => Promise<boolean>) => {
    deps.signal.throwIfAborted();
    try {
      isAll = (await step()) && isAll;
    } catch (error) {
      failures.push(error);
    }
    // Requests of clients come first.
    await nextTurn();
  };
  for (const [base, members] of reports) {
    for (const some of portionsOf(members)) await attempt(() => takeInto(namespace, base, some, deps));
  }
  const touched = new Set([...changed, ...[...changed].map(baseOf), ...reports.keys()].map((name) => places.get(name)));
  for (const [workload, members] of Map.groupBy(places.keys(), (name) => places.get(name) ?? "")) {
    if (touched.has(workload)) await attempt(() => writeWorkload(namespace, workload, members, deps));
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} profiles failed`);
  return isAll;
}

/** What is known of a report before it is read. */
type Member = { name: string; series: string; at: string };

/** Reports by the profile they belong to, none for one that was left open, and the workload of each profile. */
async function readNames(namespace: string, { store, now }: Pick<ProfileDeps, "store" | "now">) {
  const reports = new Map<string, Member[]>();
  const places = new Map<string, string>();
  const take = (revision: Revision) => {
    const metadata = parseMetadata(revision);
    const { name } = revision.key;
    const report = reportOf(metadata);
    const base = report ? baseOf(name) : name;
    const known = reports.get(base) ?? [];
    if (report) known.push({ name, series: report.series, at: report.at });
    if (report || isLeftOpen(metadata, now())) reports.set(base, known);
    const place = placeOf(metadata);
    if (place) places.set(base, place.workload);
  };
  for (let more = true, after: Key | undefined; more; ) {
    const page = await store.list({ kind: profiles, namespace, after, limit: pageSize, metadataOnly: true });
    for (const revision of page.revisions) take(revision);
    after = page.revisions.at(-1)?.key;
    more = page.more;
  }
  return { reports, places };
}

/** Reports of a series stay together, in their order, as far as they fit. One portion without any, where there are none. */
function portionsOf(members: Member[]): string[][] {
  const inOrder = (a: Member, b: Member) =>
    a.series === b.series ? (a.at < b.at ? -1 : 1) : a.series < b.series ? -1 : 1;
  const names = members.toSorted(inOrder).map(({ name }) => name);
  const count = Math.max(1, Math.ceil(names.length / reportsAtOnce));
  return Array.from({ length: count }, (_, at) => names.slice(at * reportsAtOnce, (at + 1) * reportsAtOnce));
}

async function takeInto(namespace: string, base: string, members: string[], deps: ProfileDeps): Promise<boolean> {
  const read = (name: string) => deps.store.get({ kind: profiles, namespace, name });
  const found = await Promise.all(members.map(read));
  const reports = found.filter((revision) => revision !== undefined).map(parseObject);
  const current = await read(base);
  const { profile, consumed } = consolidate(current && parseObject(current), reports, {
    now: deps.now(),
    settings: await readSettings(deps.store),
  });
  const isWritten = !profile || (await put(containerProfile, { namespace, name: base }, current, profile, deps));
  if (!isWritten) return false;
  for (const name of consumed) await removeReport(namespace, name, deps);
  return consumed.length === reports.length;
}

async function readSettings(store: Store): Promise<CollapseSettings | undefined> {
  const found = await store.get({ kind: resourceName(collapseConfiguration), namespace: "", name: "default" });
  return found && CollapseSettings.safeParse(parseObject(found).spec).data;
}

async function removeReport(namespace: string, name: string, deps: ProfileDeps): Promise<void> {
  const options = { uid: undefined, resourceVersion: undefined, propagation: undefined, dryRun: false };
  try {
    await remove(containerProfile, { namespace, name }, options, { ...deps, hasGarbageCollector: true });
  } catch (error) {
    if (!(error instanceof StatusError && error.status.code === 404)) throw error;
  }
}

async function writeWorkload(namespace: string, name: string, members: string[], deps: ProfileDeps): Promise<boolean> {
  const found = await Promise.all(members.map((member) => deps.store.get({ kind: profiles, namespace, name: member })));
  const wanted = workloadProfiles(found.filter((revision) => revision !== undefined).map(parseObject));
  if (!wanted) return true;
  const write = async (kind: Kind, what: Wanted) => {
    const revision = await deps.store.get({ kind: resourceName(kind), namespace, name });
    if (revision && isUsers(parseMetadata(revision))) return true;
    return put(kind, { namespace, name }, revision, what, deps);
  };
  const isApplicationWritten = await write(applicationProfile, wanted.application);
  return (await write(networkNeighborhood, wanted.network)) && isApplicationWritten;
}

/** Makes the object or changes it, where that changes anything. `false` when somebody else was quicker. */
async function put(
  kind: Kind,
  { namespace, name }: { namespace: string; name: string },
  revision: Revision | undefined,
  wanted: Wanted,
  { store, now, newId }: ProfileDeps,
): Promise<boolean> {
  const current = revision && parseObject(revision);
  const next = current
    ? changed(kind, current, wanted)
    : newObject(kind, { metadata: { ...wanted, name }, ...bodyFor(kind, wanted) }, { namespace, now: now(), newId });
  if (current && isSame(current, next)) return true;
  const tracked = trackUpdate(kind, current, next, { manager, subresource: undefined, now: now() });
  const key = { kind: resourceName(kind), namespace, name };
  const type = revision ? "modified" : "added";
  const { ok } = await store.commit({
    key,
    type,
    replaces: revision,
    ...storedForm(kind, stamped(kind, tracked).object),
  });
  return ok;
}

/** Labels and annotations of others stay. */
function changed(kind: Kind, current: ApiObject, wanted: Wanted): ApiObject {
  const labels = { ...current.metadata.labels, ...wanted.labels };
  const annotations = { ...current.metadata.annotations, ...wanted.annotations };
  const { generateName, ownerReferences, finalizers } = current.metadata;
  const metadata = {
    ...(generateName && { generateName }),
    labels,
    annotations,
    ...(ownerReferences && { ownerReferences }),
    ...(finalizers && { finalizers }),
  };
  return changedObject(kind, current, { metadata, ...bodyFor(kind, wanted) }, undefined);
}

function bodyFor(kind: Kind, { spec }: Wanted): Record<string, unknown> {
  return { ...(JSON.parse(`{${kind.emptyBody}}`) as Record<string, unknown>), spec };
}
