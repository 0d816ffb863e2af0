import { setImmediate as nextTurn } from "node:timers/promises";
import { StatusError } from "../api/status.ts";
import { remove } from "../api/write/delete-object.ts";
import { type Kind, type Kinds, resourceName } from "../kinds/kind.ts";
import { parseMetadata } from "../objects/object-text.ts";
import type { Key, Store } from "../store/store.ts";
import { decide, type Exists, type Step } from "./decide.ts";
import { type Marks, readMarks } from "./marks.ts";
import { type Owner, type Rule, rules } from "./owners.ts";
import type { Survey } from "./survey.ts";

/** A sweep deletes no more than this; the next one goes on. */
const deletionsAtMost = 1000;
const pageSize = 500;

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
  /** Without an owner long enough, and left for the next sweep. */
  left: number;
  /** Whether they have an owner could not be found out. */
  unknown: number;
  unlisted: Survey["unlisted"];
};

type Candidate = { kind: Kind; rule: Rule; key: Key; uid: string; resourceVersion: string; owners: Owner[] };

/**
 * Looks at every result once and deletes those that nobody owned for the time of grace. Results are read before the
 * cluster: an owner that is in no list cannot have come before its result. A result that is written meanwhile stays.
 */
export async function sweep(deps: SweepDeps): Promise<Swept> {
  const swept: Swept = { examined: 0, marked: 0, deleted: new Map(), left: 0, unknown: 0, unlisted: [] };
  const candidates = new Map<Kind, Candidate[]>();
  for (const kind of deps.kinds.all) {
    const rule = rules.get(kind.plural);
    if (rule) candidates.set(kind, await readCandidates(kind, rule, deps, swept));
  }
  const owners = [...candidates.values()].flat().flatMap((candidate) => candidate.owners);
  const { exists, unlisted } = await deps.survey(owners);
  swept.unlisted = unlisted;
  for (const [kind, own] of candidates) await sweepKind(kind, own, exists, deps, swept);
  return swept;
}

/** Results that may lose their owner. Only their metadata is read. */
async function readCandidates(
  kind: Kind,
  rule: Rule,
  { store, signal }: SweepDeps,
  swept: Swept,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (let more = true, after: Key | undefined; more; ) {
    signal.throwIfAborted();
    const page = await store.list({ kind: resourceName(kind), after, limit: pageSize, metadataOnly: true });
    for (const revision of page.revisions) {
      const metadata = parseMetadata(revision);
      const owners = rule.owners({ namespace: revision.key.namespace, metadata });
      const { uid = "", resourceVersion = "" } = metadata;
      if (owners) candidates.push({ kind, rule, key: revision.key, uid, resourceVersion, owners });
    }
    swept.examined += page.revisions.length;
    after = page.revisions.at(-1)?.key;
    more = page.more;
    await nextTurn();
  }
  return candidates;
}

async function sweepKind(
  kind: Kind,
  candidates: Candidate[],
  exists: Exists,
  deps: SweepDeps,
  swept: Swept,
): Promise<void> {
  const marks = await readMarks(deps.store, kind);
  const names = new Set(candidates.map(({ key }) => `${key.namespace}/${key.name}`));
  for (const { namespace, name } of marks.names()) {
    if (!names.has(`${namespace}/${name}`)) await marks.drop(namespace, name);
  }
  for (const candidate of candidates) {
    deps.signal.throwIfAborted();
    const step = stepOf(candidate, marks, exists, deps);
    await take(step, candidate, marks, deps, swept);
  }
}

function stepOf({ key, uid, owners, rule }: Candidate, marks: Marks, exists: Exists, { now, grace }: SweepDeps): Step {
  const mark = marks.get(key.namespace, key.name);
  return decide({
    owners,
    exists,
    unownedSince: mark?.uid === uid ? mark.since : undefined,
    now: now().getTime(),
    graceSeconds: rule.about === "image" ? grace.imageSeconds : grace.workloadSeconds,
  });
}

async function take(step: Step, candidate: Candidate, marks: Marks, deps: SweepDeps, swept: Swept): Promise<void> {
  const { namespace, name } = candidate.key;
  if (step === "unknown") swept.unknown += 1;
  if (step === "unmark") await marks.drop(namespace, name);
  if (step === "mark") {
    await marks.set(namespace, name, { uid: candidate.uid, since: deps.now().getTime() });
    swept.marked += 1;
  }
  if (step !== "delete") return;
  const resource = resourceName(candidate.kind);
  const deleted = [...swept.deleted.values()].reduce((sum, count) => sum + count, 0);
  if (deleted >= deletionsAtMost) swept.left += 1;
  else if (await removeUnchanged(candidate, deps)) {
    await marks.drop(namespace, name);
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
