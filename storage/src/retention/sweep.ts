import { remove } from "../api/write/delete-object.ts";
import { type Kind, type Kinds, resourceName } from "../meta/kind.ts";
import { StatusError } from "../meta/status.ts";
import { parseMetadata } from "../objects/object-text.ts";
import type { Key, Revision, Store } from "../store/store.ts";
import { decide, type Exists, type Step } from "./decide.ts";
import { createMarkReader, type Marks } from "./marks.ts";
import { type Owner, type Rule, rules } from "./owners.ts";
import { resultPages } from "./result-pages.ts";
import type { Survey } from "./survey.ts";

/** A sweep deletes no more than this; the next one goes on. */
const deletionsAtMost = 1000;
/** Steps that wait for the disk together. */
const stepsAtOnce = 20;

export type Grace = { workloadSeconds: number; imageSeconds: number };

export type SweepDeps = {
  store: Store;
  kinds: Kinds;
  now: () => Date;
  survey(owners: Iterable<Owner>): Promise<Survey>;
  grace: Grace;
  signal: AbortSignal;
};

export type Swept = {
  examined: number;
  marked: number;
  /** By resource. */
  deleted: Map<string, number>;
  /** What was to be deleted, whether or not it was left alone in the end. */
  deletions: number;
  /** Without an owner long enough, and left for the next sweep. */
  left: number;
  /** Whether they have an owner could not be found out. */
  unknown: number;
  unlisted: Survey["unlisted"];
};

type Candidate = { kind: Kind; rule: Rule; key: Key; uid: string; resourceVersion: string; owners: Owner[] };

/**
 * Looks at every result and deletes those that nobody owned for the time of grace. Results are read twice, before the
 * cluster and after it, so that they are never in memory all at once. An owner that is in no list cannot have come before
 * its result, so one that has been written since the first reading stays as it is.
 */
export async function sweep(deps: SweepDeps): Promise<Swept> {
  const swept: Swept = { examined: 0, marked: 0, deleted: new Map(), deletions: 0, left: 0, unknown: 0, unlisted: [] };
  const owners = await readOwners(deps);
  const upTo = deps.store.resourceVersion;
  const { exists, unlisted } = await deps.survey(owners);
  swept.unlisted = unlisted;
  for (const [kind, rule] of ruledKinds(deps)) await sweepKind(kind, rule, { ...deps, exists, upTo }, swept);
  return swept;
}

function ruledKinds({ kinds }: SweepDeps): [Kind, Rule][] {
  return kinds.all.flatMap((kind): [Kind, Rule][] => {
    const rule = rules.get(kind.plural);
    return rule ? [[kind, rule]] : [];
  });
}

/** One owner of each sort: what has to be listed for one has to be for all of them. */
async function readOwners(deps: SweepDeps): Promise<Iterable<Owner>> {
  const owners = new Map<string, Owner>();
  for (const [kind, rule] of ruledKinds(deps)) {
    for await (const page of resultPages(deps.store, resourceName(kind), deps.signal)) {
      const all = page.flatMap((revision) => candidateOf(kind, rule, revision)?.owners ?? []);
      for (const owner of all) owners.set(sortOf(owner), owner);
    }
  }
  return owners.values();
}

function sortOf(owner: Owner): string {
  if (owner.is !== "object") return owner.is;
  return [owner.is, owner.group, owner.kind, owner.container !== undefined, owner.subjectId !== undefined].join("/");
}

/** Absent: it cannot lose its owner, or is deleted already and waits for its finalizers: it would be counted each time. */
function candidateOf(kind: Kind, rule: Rule, revision: Revision): Candidate | undefined {
  const { key } = revision;
  const metadata = parseMetadata(revision);
  const owners = metadata.deletionTimestamp ? undefined : rule.owners({ namespace: key.namespace, metadata });
  const { uid = "", resourceVersion = "" } = metadata;
  return owners && { kind, rule, key, uid, resourceVersion, owners };
}

type Surveyed = SweepDeps & { exists: Exists; upTo: number };

async function sweepKind(kind: Kind, rule: Rule, deps: Surveyed, swept: Swept): Promise<void> {
  const reader = createMarkReader(deps.store, kind, deps.signal);
  for await (const page of resultPages(deps.store, resourceName(kind), deps.signal)) {
    swept.examined += page.length;
    const keys = page.map(({ key }) => key);
    const marks = await reader.upTo(keys.at(-1), keys);
    const candidates = page
      .filter(({ resourceVersion }) => resourceVersion <= deps.upTo)
      .map((revision) => candidateOf(kind, rule, revision))
      .filter((candidate) => candidate !== undefined);
    for (let at = 0; at < candidates.length; at += stepsAtOnce) {
      const some = candidates.slice(at, at + stepsAtOnce);
      await Promise.all(some.map((each) => take(stepOf(each, marks, deps), each, marks, deps, swept)));
    }
  }
  await reader.upTo(undefined, []);
}

function stepOf({ key, uid, owners, rule }: Candidate, marks: Marks, { exists, now, grace }: Surveyed): Step {
  const mark = marks.get(key);
  return decide({
    owners,
    exists,
    unownedSince: mark?.uid === uid ? mark.since : undefined,
    now: now().getTime(),
    graceSeconds: rule.about === "image" ? grace.imageSeconds : grace.workloadSeconds,
  });
}

async function take(step: Step, candidate: Candidate, marks: Marks, deps: SweepDeps, swept: Swept): Promise<void> {
  const { key, uid } = candidate;
  if (step === "unknown") swept.unknown += 1;
  if (step === "unmark") await marks.drop(key);
  if (step === "mark") {
    await marks.set(key, { uid, since: deps.now().getTime() });
    swept.marked += 1;
  }
  if (step !== "delete") return;
  if (swept.deletions >= deletionsAtMost) {
    swept.left += 1;
    return;
  }
  swept.deletions += 1;
  if (await removeUnchanged(candidate, deps)) {
    await marks.drop(key);
    const resource = resourceName(candidate.kind);
    swept.deleted.set(resource, (swept.deleted.get(resource) ?? 0) + 1);
  }
}

/** Whether it is gone, or on its way: what was written or deleted since it was read is left alone. */
async function removeUnchanged({ kind, key, uid, resourceVersion }: Candidate, deps: SweepDeps): Promise<boolean> {
  const options = { uid, resourceVersion, propagation: undefined, dryRun: false };
  try {
    await remove(kind, key, options, { ...deps, hasGarbageCollector: true });
    return true;
  } catch (error) {
    if (error instanceof StatusError && [404, 409].includes(error.status.code)) return false;
    throw error;
  }
}
