import type { ApiDeps } from "../api/call.ts";
import { newChange } from "../api/write/create-object.ts";
import { changeOf } from "../api/write/modify-object.ts";
import { workloadConfigurationScan } from "../kinds/posture.ts";
import { trackUpdate } from "../managed-fields/track-update.ts";
import { resourceName } from "../meta/kind.ts";
import type { ApiObject } from "../meta/metadata.ts";
import { modified, StatusError } from "../meta/status.ts";
import { changedObject } from "../objects/changed-object.ts";
import type { Change } from "../store/store.ts";
import type { BatchItem } from "./read-batch.ts";
import { objectsOf, type Scan, type Sent } from "./scan.ts";

type Outcome = "Created" | "Updated" | "Unchanged";

/** What came of a scan and its summary. */
export type Result = { outcome: Outcome } | { outcome: "Refused"; error: StatusError };

type Deps = Pick<ApiDeps, "store" | "now" | "newId" | "namespaceState">;
type Writing = { manager: string; dryRun: boolean };

/** Another writer between reading and writing is met by reading again, this often. */
const attempts = 5;

/**
 * Stores scans with their summaries: what is not there is made, what is there gets the scan's fields, and labels and
 * annotations of others stay, as do owners where the scan names none. They are decided on in one turn of the event loop, so the store commits them together.
 *
 * @throws StoreFullError, StoreDiskError, StoreBusyError. Some scans may be stored then; to send all of them again comes to the same.
 */
export function writeScans(items: readonly BatchItem[], deps: Deps, writing: Writing): Promise<Result[]> {
  return Promise.all(
    items.map(async (item): Promise<Result> => {
      return item.ok ? writeScan(item.scan, deps, writing) : { outcome: "Refused", error: item.error };
    }),
  );
}

async function writeScan(scan: Scan, deps: Deps, writing: Writing): Promise<Result> {
  let outcome: Outcome = "Unchanged";
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const changes = await changesFor(scan, deps, writing);
      const stored = writing.dryRun ? changes : await storedOf(changes, deps);
      if (outcome === "Unchanged") outcome = outcomeOf(stored);
      if (stored.length === changes.length) return { outcome };
    }
    throw modified(workloadConfigurationScan, scan.metadata.name);
  } catch (error) {
    if (error instanceof StatusError) return { outcome: "Refused", error };
    throw error;
  }
}

/** What is to be stored of a scan and its summary: both, one or neither. @throws StatusError 403, 404, 422. */
async function changesFor(scan: Scan, deps: Deps, writing: Writing): Promise<Change[]> {
  const changes = await Promise.all(objectsOf(scan).map((sent) => changeFor(sent, deps, writing)));
  return changes.filter((change) => change !== undefined);
}

async function changeFor(
  { kind, object: sent, body }: Sent,
  deps: Deps,
  { manager }: Writing,
): Promise<Change | undefined> {
  const { name = "", namespace = "" } = sent.metadata;
  const by = { manager, subresource: undefined, now: deps.now() };
  const stored = await deps.store.get({ kind: resourceName(kind), namespace, name });
  if (!stored) {
    const place = { kind, request: { namespace } };
    const own = (made: ApiObject) => trackUpdate(kind, undefined, made, by);
    return newChange(place, deps, sent, own, { object: sent, text: body });
  }
  const update = (current: ApiObject) =>
    trackUpdate(kind, current, changedObject(kind, current, laidOver(current, sent), undefined), by);
  return changeOf(kind, stored, update, { object: sent, text: body, owner: { ...by, operation: "Update" } });
}

/** The scan's fields in place of those that are there; what others noted stays. */
function laidOver({ metadata: current }: ApiObject, sent: ApiObject): ApiObject {
  const metadata = {
    ...current,
    labels: joined(current.labels, sent.metadata.labels),
    annotations: joined(current.annotations, sent.metadata.annotations),
    ownerReferences: sent.metadata.ownerReferences ?? current.ownerReferences,
  };
  return { ...sent, metadata };
}

/** Without either there are none, which is not the same as no entries. */
function joined(before: Record<string, string> | undefined, after: Record<string, string> | undefined) {
  return before && after ? { ...before, ...after } : (after ?? before);
}

/** Changes that are handed over in one turn are one transaction: nobody sees the scan without its summary. */
async function storedOf(changes: readonly Change[], { store }: Deps): Promise<Change[]> {
  const committed = await Promise.all(changes.map((change) => store.commit(change)));
  return changes.filter((_, index) => committed[index]?.ok);
}

function outcomeOf(changes: readonly Change[]): Outcome {
  if (changes.length === 0) return "Unchanged";
  return changes.some(({ type, key }) => type === "added" && key.kind === scans) ? "Created" : "Updated";
}

const scans = resourceName(workloadConfigurationScan);
