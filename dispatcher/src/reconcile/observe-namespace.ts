import { type Cluster, observe, type Resource, resources } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import { managedBySortie } from "../object-labels.ts";
import { type ObservedObjects, withOwnWrites } from "../own-writes.ts";

/** A command or Job of ours that has appeared, changed or gone. */
type Change = { kind: "command" | "job"; name: string };

export type ObservedNamespace = {
  commands: ObservedObjects;
  jobs: ObservedObjects;
  /** Resolves when both are complete; rejects when the signal aborts before. */
  synced: Promise<void>;
  isSynced(): boolean;
  /** Tells every change until the signal aborts. */
  onChange(listener: (change: Change) => void, signal: AbortSignal): void;
};

/** Keeps commands and Jobs in memory, as the API server's watch tells of them. */
export function observeNamespace(deps: {
  cluster: Pick<Cluster, "watch">;
  namespace: string;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}): ObservedNamespace {
  const { cluster, namespace, clock, log, signal } = deps;
  const listeners = new Set<(change: Change) => void>();

  const follow = (kind: Change["kind"], resource: Resource, labelSelector?: string) => {
    const mirror = observe(
      cluster,
      resource,
      { namespace, labelSelector },
      {
        signal,
        onChange(key) {
          const name = key.slice(key.indexOf("/") + 1);
          objects.seen(name);
          for (const listener of listeners) listener({ kind, name });
        },
        onInterrupted: (err) => log.warn({ err, kind }, "watch interrupted"),
      },
    );
    const objects = withOwnWrites({ list: mirror.list, get: (name) => mirror.get(namespace, name) }, clock);
    return { objects, synced: mirror.synced };
  };
  const commands = follow("command", resources.operatorCommands);
  const jobs = follow("job", resources.jobs, managedBySortie);
  let isSynced = false;
  const synced = Promise.all([commands.synced, jobs.synced]).then(() => {
    isSynced = true;
  });
  synced.catch(() => {}); // told to who waits for it
  return {
    commands: commands.objects,
    jobs: jobs.objects,
    synced,
    isSynced: () => isSynced,
    onChange(listener, until) {
      listeners.add(listener);
      until.addEventListener("abort", () => listeners.delete(listener), { once: true });
    },
  };
}
