import type { Cluster, KubeObject, Page, Resource } from "@sortie/kube";
import type { ServedType } from "./types-to-list.ts";

/** What of a cluster is used. */
export type ScannedCluster = {
  discover(): Promise<ServedType[]>;
  list(type: Resource, options: Parameters<Cluster["list"]>[1]): AsyncIterable<Page<KubeObject>>;
};
