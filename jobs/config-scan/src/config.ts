import { join } from "node:path";
import { z } from "zod";
import { OutboundUrl } from "./outbound-url.ts";

/**
 * What the program reads from its environment, besides what `runJob` reads.
 *
 * Written by: the dispatcher's job template. Errors: exit 70, code `invalid_input`.
 */
export const Config = z.object({
  /** Folder of the control library. In the image it lies beside the program. */
  POLICIES_DIR: z.string().default(join(import.meta.dirname, "policies")),
  /** Folder where compiled code of the library is kept for the next run. Whoever can write there can run code. */
  CODE_CACHE: z.string().optional(),
  /** Folder of released artifacts, used instead of our own library (docs/reference/control-library.md). */
  ARTIFACTS_DIR: z.string().optional(),
  /** Where such artifacts are downloaded from; our own library is used when they cannot be had. */
  ARTIFACTS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Folder of a user's controls, frameworks and rules, in the form of our own, over the library. */
  USER_POLICIES_DIR: z.string().optional(),
  /** File of control inputs in JSON, over the library's. */
  CONTROL_INPUTS_FILE: z.string().optional(),
  /** File that receives the controls and frameworks that the scan judges by, as `JudgedLibrary`. */
  LIBRARY_OUT: z.string().optional(),
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
  /** Open file descriptor that results are written to, as `ResultLine`. Nothing is stored then. */
  RESULTS_FD: z.coerce.number().int().nonnegative().optional(),
  /** File of posture exception policies in JSON, which count besides the library's own exceptions. */
  EXCEPTIONS_FILE: z.string().optional(),
  /** Whether rules about Secrets may read them. The service account needs the right, too. */
  READ_SECRETS: z.stringbool().default(false),
  /** `true`: the cluster's provider is not asked about it (docs/reference/cloud-data.md). */
  KS_OFFLINE: z.stringbool().default(false),
  /** The cluster's name as its provider's tools write it into a kubeconfig. Absent: `CLUSTER_NAME`. */
  KS_CONTEXT: z.string().optional(),
  /** Region, or zone, of a managed cluster, and its project on Google Cloud, where the context does not say them. */
  KS_CLOUD_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, "expected a region such as eu-west-1")
    .optional(),
  KS_GKE_PROJECT: z.string().optional(),
  /** Where an AKS cluster is to be found, and who asks; the names are those of Azure's own tools. */
  AZURE_SUBSCRIPTION_ID: z.string().optional(),
  AZURE_RESOURCE_GROUP: z.string().optional(),
  AZURE_TENANT_ID: z.string().optional(),
  AZURE_CLIENT_ID: z.string().optional(),
  /** The pod's token, where Azure's workload identity put one. */
  AZURE_FEDERATED_TOKEN_FILE: z.string().optional(),
  /** Folder of a mounted Secret with the file `clientSecret`, of an Azure service principal. */
  CLOUD_CREDENTIALS_DIR: z.string().default("/etc/sortie/cloud"),
  /** Base URL in place of the provider's public ones: a private endpoint, or Azure's of another country. */
  CLOUD_ENDPOINT_URL: OutboundUrl.optional(),
  /** Base URL of the event receiver that reports go to. Absent: the one that `API_URL` names, or none. */
  EVENT_RECEIVER_URL: OutboundUrl.optional(),
  /** Base URL of a back end that names its event receiver. Absent, like the other: nothing leaves the cluster. */
  API_URL: OutboundUrl.optional(),
  /** Folder of a mounted Secret with the files `account` and `accessKey`. */
  CREDENTIALS_DIR: z.string().default("/etc/sortie/credentials"),
  /** Whether workloads that got worse get an Event, from the API server that results are written to. */
  REGRESSION_EVENTS: z.stringbool().default(false),
  /** ConfigMap in `RESULTS_NAMESPACE` that holds the numbers for monitoring. Absent: nobody wants them. */
  SUMMARY_CONFIG_MAP: z.string().optional(),
});
export type Config = z.infer<typeof Config>;
