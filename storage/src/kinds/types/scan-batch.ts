import { count, list, map, message, optional, pointer, text } from "../../schema/message.ts";
import { ownerReference, status } from "../../schema/meta.ts";
import { relatedObject, scannedControl } from "./posture.ts";

/** One scan of a batch. Only these fields of its metadata come with it: the rest is the server's. */
export const batchedScan = message("BatchedWorkloadConfigurationScan", "A scan, made of the batch's verdicts.", {
  metadata: [
    1,
    message("BatchedMetadata", "Metadata of the scan and of its summary.", {
      name: [1, text, "Name of both objects."],
      namespace: [2, text, "Namespace of both objects."],
      labels: [3, optional(map(text)), "Labels that both have, besides those that others gave them."],
      annotations: [4, optional(map(text)), "Annotations that both have, besides those that others gave them."],
      ownerReferences: [5, optional(list(ownerReference)), "What both are deleted with, in place of earlier owners."],
    }),
    "Metadata of the scan and of its summary.",
  ],
  verdicts: [2, list(count), "Positions of its verdicts in the batch, counted from 0."],
  relatedObjects: [
    3,
    list(relatedObject),
    "Objects that were judged together with this one, for example a binding and its role.",
  ],
});

/** docs/reference/storage-api.md, "Batches of scans". None of these messages has a Go type. */
export const scanBatchType = message(
  "WorkloadConfigurationScanBatch",
  "Stores many scans with their summaries at once. A batch is an action: it is answered and not kept.",
  {
    spec: [
      2,
      message("WorkloadConfigurationScanBatchSpec", "What is to be stored.", {
        verdicts: [1, list(scannedControl), "Verdicts that scans consist of. Each stands here once."],
        scans: [2, list(batchedScan), "The scans."],
      }),
      "What is to be stored.",
    ],
    status: [
      3,
      message("WorkloadConfigurationScanBatchStatus", "What came of it.", {
        results: [
          1,
          list(
            message("BatchedResult", "What came of one scan.", {
              outcome: [1, text, "Created, Updated, Unchanged or Refused."],
              status: [2, optional(pointer(status)), "Why it was refused."],
            }),
          ),
          "What came of each scan, in the order of the scans.",
        ],
      }),
      "What came of it. Set by the server.",
    ],
  },
);
