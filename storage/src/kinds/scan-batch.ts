import { nameColumn } from "./columns.ts";
import { actionKind } from "./result-kind.ts";
import { scanBatchType } from "./types/scan-batch.ts";

/** Many scans with their summaries in one request: docs/reference/storage-api.md, "Batches of scans". */
export const workloadConfigurationScanBatch = actionKind({
  message: scanBatchType,
  plural: "workloadconfigurationscanbatches",
  shortNames: [],
  namespaced: false,
  listed: "full",
  columns: [nameColumn],
  // As large as a scan may be; what is larger is no matter for the thread that answers all other requests.
  maxBodyBytes: 4 * 1024 * 1024,
});
