import { z } from "zod";

/** `host:port` to listen on; without a host every address, of both families. Port 0: any free one. */
const Address = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^:[\]]*):\d{1,5}$/, "expected host:port")
  .transform((text) => {
    const colon = text.lastIndexOf(":");
    return { host: text.slice(0, colon).replace(/^\[|\]$/g, ""), port: Number(text.slice(colon + 1)) };
  })
  .refine(({ port }) => port < 65_536, "expected a port below 65536");
export type Address = z.infer<typeof Address>;

const whole = z.coerce.number().int();
/** Kubernetes, "Object Names and IDs", "RFC 1123 Label Names". */
const Namespace = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "expected the name of a namespace");
/** Names of Kueue's queues are DNS subdomains, and a label holds 63 characters. */
const QueueName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, "expected the name of a LocalQueue");
const seconds = whole.positive().max(31_536_000);
const flag = z.stringbool();

/** Everything the dispatcher reads from its environment (dispatcher/README.md). */
export const Config = z.object({
  /** Absent: the service account of the pod. */
  KUBECONFIG_FILE: z.string().optional(),
  /** Where commands and Jobs live. */
  NAMESPACE: Namespace.default("kubescape"),
  JOB_TEMPLATES_DIR: z.string(),
  /** `process`: Jobs are executed here, as child processes. */
  LAUNCHER: z.enum(["kubernetes", "process"]).default("kubernetes"),
  /** Logs and termination messages of child processes. */
  RUNNER_DIR: z.string().default("."),
  REST_ADDRESS: Address.prefault(":4002"),
  PROBE_ADDRESS: Address.prefault(":8000"),
  /** File that receives the addresses as JSON when both ports are open. */
  ADDRESS_FILE: z.string().optional(),
  ALLOW_UNAUTHENTICATED: flag.default(false),
  MAX_RUNNING_JOBS: whole.min(1).max(1000).default(4),
  /** Unfinished Jobs that exist at once, as a multiple of `MAX_RUNNING_JOBS`. With `KUEUE_QUEUE_NAME` there are no more than may run. */
  WINDOW_FACTOR: whole.min(1).max(100).default(4),
  /** Kueue's LocalQueue that Jobs wait in, which says when they run. Absent: the dispatcher says so. */
  KUEUE_QUEUE_NAME: QueueName.optional(),
  JOB_TTL_SECONDS: seconds.default(600),
  COMMAND_TTL_SECONDS: seconds.default(3600),
  LEADER_ELECTION: flag.default(false),
  /** Whether the cluster is scanned again when an exception in it changes. The service account needs the right to watch them. */
  RISK_ACCEPTANCE: flag.default(false),
  /** ConfigMap that scans keep the numbers for `/metrics` in. Absent: there are no numbers. */
  SUMMARY_CONFIG_MAP: z.string().optional(),
  /** Search path of child processes' programs. */
  PATH: z.string().default("/usr/local/bin:/usr/bin:/bin"),
});
export type Config = z.infer<typeof Config>;
