import {
  ApiError,
  type Cluster,
  type KubeObject,
  type Observed,
  observe,
  type Resource,
  resources,
} from "@sortie/kube";
import type { Logger } from "@sortie/process";
import { hasChanged } from "./exception-changes.ts";

type Deps = {
  cluster: Pick<Cluster, "watch">;
  log: Pick<Logger, "warn">;
  signal: AbortSignal;
  /** An exception has appeared, says something else or has gone, after all were known. */
  onChange: () => void;
};

/** Keeps the cluster's exceptions in memory, as its API server's watch tells of them. */
export function observeExceptions(deps: Deps): { list(): KubeObject[] } {
  const kinds = [resources.securityExceptions, resources.clusterSecurityExceptions];
  const mirrors = kinds.map((resource) => follow(resource, deps));
  return { list: () => mirrors.flatMap((mirror) => mirror.list()) };
}

function follow(resource: Resource, { cluster, log, signal, onChange }: Deps): Observed<KubeObject> {
  const versions = new Map<string, string>();
  let isKnown = false;
  let isMissing = false;
  const mirror = observe<KubeObject>(
    cluster,
    resource,
    {},
    {
      signal,
      onChange(key) {
        const [name = "", namespace] = key.split("/").toReversed();
        if (hasChanged(versions, key, mirror.get(namespace, name)) && isKnown) onChange();
      },
      onInterrupted(err) {
        const isNotServed = err instanceof ApiError && err.code === 404;
        // The watch goes on asking, until somebody applies the CustomResourceDefinition.
        if (!isNotServed || !isMissing) log.warn({ err, kind: resource.plural }, "watch of exceptions interrupted");
        isMissing = isNotServed;
        // What is not served has no objects: any that there are later are new.
        if (isNotServed) isKnown = true;
      },
    },
  );
  mirror.synced.then(
    () => (isKnown = true),
    () => {}, // stopped before
  );
  return mirror;
}
