import { ApiError, type Cluster } from "@sortie/kube";
import { type BatchedResult, resultsApiVersion, scanBatchResource, WorkloadConfigurationScanBatch } from "@sortie/wire";
import type { ScanBatch } from "./scan-batches.ts";
import { type Waiting, whileAway } from "./storage-outage.ts";

/** What of a connection to storage is used. */
export type Storage = Pick<Cluster, "request">;

type Deps = Waiting & { storage: Storage };

const path = `/apis/${resultsApiVersion}/${scanBatchResource}`;

/**
 * Sends a batch, again while storage is away: what was stored by an attempt whose answer was lost is stored once. Answers
 * what came of each of its results.
 */
export async function sendBatch({ results, text }: ScanBatch, deps: Deps): Promise<BatchedResult[]> {
  const send = () => deps.storage.request<unknown>("POST", path, { text, signal: deps.signal });
  try {
    const answered = WorkloadConfigurationScanBatch.parse(await whileAway(send, deps)).status?.results ?? [];
    if (answered.length === results.length) return answered;
    throw new Error(`storage answered ${answered.length} results for ${results.length}`);
  } catch (err) {
    // One that is too large for a request is refused like one that is too large for storage.
    if (!(err instanceof ApiError) || err.code !== 413 || results.length > 1) throw err;
    return [{ outcome: "Refused", status: { code: err.code, reason: err.reason, message: err.message } }];
  }
}
