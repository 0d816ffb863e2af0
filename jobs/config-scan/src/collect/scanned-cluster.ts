import type { Cluster, KubeObject, Page, Resource } from "@sortie/kube";
import type { ServedType } from "./types-to-list.ts";

export type ApiVersion = { group: string; version: string };

/** What of a cluster is used. */
export type ScannedCluster = {
  /** `unanswered`: versions that are registered and do not answer. Types of theirs can be missing in `served`. */
  discover(): Promise<{ served: ServedType[]; unanswered: ApiVersion[] }>;
  list(type: Resource, options: Parameters<Cluster["list"]>[1]): AsyncIterable<Page<KubeObject>>;
};
