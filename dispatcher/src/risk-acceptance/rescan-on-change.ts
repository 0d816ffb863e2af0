import { type Cluster, createWorkQueue } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import { aborted } from "../aborted.ts";
import type { acceptCommands } from "../intake/accept-commands.ts";
import { Command } from "../operator-command/command.ts";
import { anyExpired } from "./exception-changes.ts";
import { observeExceptions } from "./observe-exceptions.ts";
import { type Pace, secondsUntilRescan } from "./rescan-times.ts";

type Deps = {
  cluster: Pick<Cluster, "watch">;
  accept: ReturnType<typeof acceptCommands>;
  clock: Clock;
  log: Logger;
  pace?: Pace & { sweepSeconds: number };
};

/** `sweepSeconds`: how often exceptions are looked through for those that have expired. */
const usualPace = { settleSeconds: 5, apartSeconds: 10, sweepSeconds: 300 };

/** Everything, as a person would ask for it. */
const rescan = Command.parse({ commandName: "kubescapeScan", args: { scanV1: {} } });

/**
 * Asks for a scan of the whole cluster when an exception in it appears, says something else, goes or expires, until the
 * signal aborts. What there is at the start is no change.
 */
export async function rescanOnChange(deps: Deps, signal: AbortSignal): Promise<void> {
  const { accept, clock, log, pace = usualPace } = deps;
  const now = () => clock.now().getTime();
  let changedAt: number | undefined;
  let askedAt: number | undefined;
  let sweptAt = now();

  const queue = createWorkQueue<"rescan" | "sweep">({
    reconcile: (key) => (key === "sweep" ? sweep() : ask()),
    concurrency: 1,
    log,
    signal,
  });
  const exceptions = observeExceptions({ ...deps, signal, onChange: changed });

  function changed(): void {
    changedAt ??= now();
    queue.add("rescan");
  }

  async function ask(): Promise<{ againInSeconds?: number }> {
    const wait = secondsUntilRescan({ changedAt, askedAt }, pace, now());
    if (wait === undefined) return {};
    if (wait > 0) return { againInSeconds: wait };
    // What changes from here on may be later than what the scan reads.
    const since = changedAt;
    changedAt = undefined;
    try {
      const accepted = await accept([rescan], { traceparent: undefined });
      if (!accepted.ok) throw new Error("too many commands are open to scan again");
    } catch (err) {
      changedAt = since;
      throw err;
    }
    askedAt = now();
    log.info("exceptions have changed: the cluster is scanned again");
    return {};
  }

  async function sweep(): Promise<{ againInSeconds: number }> {
    const until = now();
    if (anyExpired(exceptions.list(), sweptAt, until)) changed();
    sweptAt = until;
    return { againInSeconds: pace.sweepSeconds };
  }

  queue.add("sweep");
  await aborted(signal);
  await queue.drain();
}
