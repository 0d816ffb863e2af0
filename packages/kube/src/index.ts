export { ApiError, ConnectionError } from "./api-error.ts";
export type {
  CallOptions,
  Cluster,
  KubeObject,
  Page,
  PatchType,
  Resource,
  Selection,
  WatchEvent,
  WatchOptions,
} from "./cluster.ts";
export { metadataOnlyList } from "./cluster.ts";
export { type ConnectOptions, connectCluster } from "./connect-cluster.ts";
export { discoverResources } from "./discovery/discover-resources.ts";
export type { ServedResource } from "./discovery/served-resource.ts";
export { electLeader } from "./lease/elect-leader.ts";
export type { Election } from "./lease/lead.ts";
export { type Observed, type ObserveOptions, objectKey, observe } from "./observe/observe.ts";
export { createWorkQueue, type WorkQueue, type WorkQueueOptions } from "./queue/work-queue.ts";
export { resources } from "./resources.ts";
export { type AccessAttributes, type KubeUser, reviewAccess, reviewToken } from "./review.ts";
