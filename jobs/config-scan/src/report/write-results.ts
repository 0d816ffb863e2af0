import { objectKey } from "@sortie/kube";
import { JobError } from "@sortie/process";
import type { BatchedResult } from "@sortie/wire";
import { forEachConcurrently } from "../concurrency/for-each-concurrently.ts";
import type { RegressionWatch } from "../regressions/regression-watch.ts";
import { type ScanBatch, scanBatches } from "./scan-batches.ts";
import { type Storage, sendBatch } from "./send-batch.ts";
import type { Storable } from "./storable.ts";
import { isOutage, unavailable, type Waiting } from "./storage-outage.ts";
import type { StoredResults } from "./stored-results.ts";

type Deps = Waiting & {
  storage: Storage;
  regressions: Pick<RegressionWatch, "replacing">;
};

/**
 * How many resources' results were written, and how many were there already. Those whose namespace is gone, or is being
 * deleted, cannot be stored any more.
 */
export type Written = { written: number; unchanged: number; withoutNamespace: number };

/** Requests in flight: while storage commits one, it reads the next. */
const batchesAtOnce = 2;

/**
 * Stores results and leaves alone what storage has already, so that a second scan of an unchanged cluster writes nothing.
 * Safe to run twice: a retried Job writes what the attempt before it did not get to.
 *
 * @throws JobError `storage_unavailable`, to be retried; `results_refused` when all others are stored.
 */
export async function writeResults(results: Iterable<Storable>, stored: StoredResults, deps: Deps): Promise<Written> {
  const counts: Written = { written: 0, unchanged: 0, withoutNamespace: 0 };
  const refusals: Refusal[] = [];
  try {
    await forEachConcurrently(scanBatches(changed(results, stored, counts)), batchesAtOnce, async (batch) => {
      await tellOfReplaced(batch, stored, deps);
      for (const [index, result] of (await sendBatch(batch, deps)).entries()) {
        if (result.outcome !== "Refused") counts.written += 1;
        else if (lacksNamespace(result)) counts.withoutNamespace += 1;
        else refusals.push({ name: nameOf(batch, index), code: result.status?.code ?? 0, why: result.status?.message });
      }
    });
  } catch (err) {
    throw isOutage(err) ? unavailable(err) : err;
  }
  if (counts.withoutNamespace > 0)
    deps.log.warn({ results: counts.withoutNamespace }, "namespaces are gone: results not written");
  if (refusals.length > 0) throw refused(refusals);
  return counts;
}

function keyOf({ metadata: { namespace, name } }: Pick<Storable, "metadata">): string {
  return objectKey(namespace, name);
}

function* changed(results: Iterable<Storable>, stored: StoredResults, counts: Written) {
  for (const result of results) {
    if (stored.has(keyOf(result), result)) counts.unchanged += 1;
    else yield result;
  }
}

async function tellOfReplaced({ results }: ScanBatch, stored: StoredResults, deps: Deps): Promise<void> {
  for (const { metadata, resource, verdicts } of results) {
    const reading = stored.passedBefore(metadata);
    const before = reading && (await reading);
    if (before) await deps.regressions.replacing(resource, before, verdicts);
  }
}

/** Kubernetes makes nothing in a namespace that is gone, or is being emptied: the resource goes, or is gone, too. */
function lacksNamespace({ status }: BatchedResult): boolean {
  if (status?.code === 404) return true;
  return status?.details?.causes?.some(({ reason }) => reason === "NamespaceTerminating") ?? false;
}

type Refusal = { name: string; code: number; why: string | undefined };

function nameOf({ results }: ScanBatch, index: number): string {
  const [result] = results.slice(index, index + 1);
  return result ? keyOf(result) : "";
}

/** What only another writer is in the way of is tried again by the next attempt. */
function refused(refusals: Refusal[]): JobError {
  const [first] = refusals;
  const message = `storage refused ${refusals.length} results: ${first?.name}: ${first?.why}`;
  if (refusals.some(({ code }) => code === 409)) return new JobError("storage_unavailable", message, { retry: true });
  return new JobError("results_refused", message, { retry: false });
}
