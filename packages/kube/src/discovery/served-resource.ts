import type { Resource } from "../cluster.ts";

/** One resource that a server serves in one version of its group. */
export type ServedResource = Resource & {
  kind: string;
  /** `get`, `list`, `watch`, … */
  verbs: string[];
  /** `status`, `scale`, … */
  subresources: string[];
  /** Whether this is the version of the group that the server prefers. */
  isPreferred: boolean;
};

export type Discovered = {
  resources: ServedResource[];
  /** Versions that are registered but whose server does not answer, for example `metrics.k8s.io/v1beta1`. */
  unavailable: { group: string; version: string }[];
};
