import { hostname } from "node:os";
import { type Cluster, electLeader } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";

type LeadDeps = {
  cluster: Pick<Cluster, "get" | "create" | "update">;
  namespace: string;
  newId: () => string;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/**
 * Does the work until the signal aborts: at once, or, where several dispatchers run, while this one holds the Lease. All
 * of them take commands; one reconciles.
 */
export async function lead(
  deps: LeadDeps & { isElected: boolean },
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const { signal } = deps;
  try {
    await (deps.isElected ? elected(deps, work) : work(signal));
  } catch (err) {
    if (!signal.aborted) throw err; // stopping interrupts whatever was waited for
  }
}

async function elected(
  { cluster, namespace, clock, log, signal, newId }: LeadDeps,
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  await electLeader({
    cluster,
    namespace,
    name: "sortie-dispatcher",
    identity: `${hostname()}_${newId()}`,
    clock,
    signal,
    async onLeading(leading) {
      log.info("leading");
      const lost = () => signal.aborted || log.warn({ err: leading.reason as unknown }, "leading no longer");
      leading.addEventListener("abort", lost);
      await work(leading).finally(() => leading.removeEventListener("abort", lost));
    },
    onInterrupted: (err) => log.warn({ err }, "leader election interrupted"),
  });
}
