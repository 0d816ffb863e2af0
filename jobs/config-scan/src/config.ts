import { join } from "node:path";
import { z } from "zod";

/**
 * What the program reads from its environment, besides what `runJob` reads.
 *
 * Written by: the dispatcher's job template. Errors: exit 70, code `invalid_input`.
 */
export const Config = z.object({
  /** Folder of the control library. In the image it lies beside the program. */
  POLICIES_DIR: z.string().default(join(import.meta.dirname, "policies")),
  /** The cluster's name in wlids. */
  CLUSTER_NAME: z.string().default("cluster"),
  /** Where results go that belong to no workload's namespace: those of cluster-scoped objects and of subjects. */
  RESULTS_NAMESPACE: z.string().default("kubescape"),
  /** File with one JSON object a line, scanned instead of a cluster. */
  SCANNED_OBJECTS: z.string().optional(),
  /** Kubeconfig file and context of the scanned cluster. Absent: the cluster that the pod runs in. */
  SCANNED_KUBECONFIG: z.string().optional(),
  SCANNED_CONTEXT: z.string().optional(),
  /** Kubeconfig file of the API server that results are written to. Absent: the cluster that the pod runs in. */
  STORAGE_KUBECONFIG: z.string().optional(),
  /** File of posture exception policies in JSON, which count besides the library's own exceptions. */
  EXCEPTIONS_FILE: z.string().optional(),
  /** Whether rules about Secrets may read them. The service account needs the right, too. */
  READ_SECRETS: z.stringbool().default(false),
});
export type Config = z.infer<typeof Config>;
