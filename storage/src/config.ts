import { z } from "zod";

const seconds = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

const Variables = z.object({
  /** `cluster`: behind kube-apiserver. `embedded`: on loopback, for one user, without a cluster. */
  STORAGE_MODE: z.enum(["cluster", "embedded"]).default("cluster"),
  /** SQLite file; its folder must exist. */
  DATABASE_FILE: z.string().default("/data/storage.sqlite"),
  /** How far back a watch can resume and a list can be continued. */
  HISTORY_SECONDS: seconds(600),
  /** The same as a number of changes; whichever is less. */
  HISTORY_REVISIONS: z.coerce.number().int().min(100).default(100_000),
  /** Cluster only: kubeconfig to the API server; absent: the pod's service account. */
  KUBECONFIG_FILE: z.string().optional(),
  /** An address of IPv6 is in brackets: without, the end of it would be taken for the port. */
  LISTEN_ADDRESS: z
    .string()
    .regex(/^(\[[0-9a-fA-F:]+\]|[^:[\]]*):\d{1,5}$/, { error: "is no host:port", abort: true })
    .refine((address) => Number(address.slice(address.lastIndexOf(":") + 1)) <= 65_535, "its port is above 65535")
    .default(":8443"),
  /** Where the Service and the Secret are. */
  NAMESPACE: z.string().default("kubescape"),
  /** The Service that kube-apiserver calls: the certificate is for its name. */
  SERVICE_NAME: z.string().default("storage"),
  /** Holds the certificate that storage makes for itself. */
  CERTIFICATE_SECRET: z.string().default("storage-certificate"),
  /** A certificate that somebody else makes and renews, instead. Then that one also fills in `caBundle`. */
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  /** Cluster only: how often results whose owner is gone are searched for; 0: never. */
  RETENTION_INTERVAL_SECONDS: z.coerce.number().int().min(0).default(1800),
  /** How long the results of a workload outlive it. */
  RETENTION_WORKLOAD_SECONDS: seconds(3600),
  /** How long documents about an image, and profiles, outlive their last use. */
  RETENTION_IMAGE_SECONDS: seconds(7 * 86_400),
  /** Cluster only: requests a second that one user may make; 0: as many as there are. */
  REQUESTS_PER_SECOND: z.coerce.number().int().min(0).default(5000),
  /**
   * Cluster only: connections that may be open at once from one address; 0: as many as there are. kube-apiserver opens one for
   * each watch.
   */
  CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(0).default(2000),
  /** The same from all addresses together. Each takes up to 80 kB of memory. */
  CONNECTIONS: z.coerce.number().int().min(0).default(6000),
  /** Cluster only: file that audit events are written to, `-` for standard output; absent: none are made. */
  AUDIT_LOG_FILE: z.string().optional(),
  /** Size of that file, and of the one before that is kept beside it. */
  AUDIT_LOG_MEGABYTES: z.coerce.number().int().min(1).default(100),
  /** Cluster only: collector of traces, in OTLP over HTTP, without the path `/v1/traces`; absent: nobody traces. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** The share of requests, of those that belong to no trace, that begin one: 0 to 1. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  /** Embedded only: the kubeconfig that clients find the server by. Written when it is listening. */
  KUBECONFIG_OUT: z.string().optional(),
});

/** Everything storage reads from its environment besides `LOG_LEVEL`. */
export const Config = Variables.refine(
  ({ TLS_CERT_FILE, TLS_KEY_FILE }) => (TLS_CERT_FILE === undefined) === (TLS_KEY_FILE === undefined),
  { path: ["TLS_CERT_FILE"], message: "goes together with TLS_KEY_FILE" },
);
export type Config = z.infer<typeof Config>;

/** What the commands read that look at a database beside whoever serves it. */
export const DatabaseConfig = Variables.pick({ DATABASE_FILE: true });
