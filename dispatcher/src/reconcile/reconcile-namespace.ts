import { createWorkQueue, type KubeObject } from "@sortie/kube";
import { aborted } from "../aborted.ts";
import { followJob } from "../follow/follow-job.ts";
import { refusedScans } from "../launch/refused-scans.ts";
import type { ReadCommand } from "../operator-command/read-command.ts";
import type { ObservedNamespace } from "./observe-namespace.ts";
import { reconcileScans } from "./reconcile-scans.ts";
import { settleCommand } from "./settle-command.ts";

/** What is reconciled: all scans together, as they share limits; each Job's outcome and each command by itself. */
type Key = "scans" | `job/${string}` | `command/${string}`;

/** Outcomes and commands handled at once; one of these is always the plan's. */
const concurrency = 4;

/** An outage of the API server is soon over, and few keys wait for its end. */
const backoff = { firstSeconds: 1, maxSeconds: 60 };

type Deps = Omit<Parameters<typeof reconcileScans>[0], "jobs" | "commands" | "refusals" | "signal"> &
  Omit<Parameters<typeof followJob>[1], "jobs" | "commands" | "unstarted" | "signal"> &
  Omit<Parameters<typeof settleCommand>[1], "jobs" | "commands" | "signal"> & {
    observed: ObservedNamespace;
    readCommand(object: KubeObject): ReadCommand | undefined;
  };

/**
 * Brings commands and Jobs to where they should be until the signal aborts. Everything is computed anew from what the
 * API server has, so it does not matter when a predecessor stopped.
 */
export async function reconcileNamespace(deps: Deps, signal: AbortSignal): Promise<void> {
  const { observed } = deps;
  await observed.synced;
  const { jobs, commands } = observed;
  const all = { ...deps, jobs, commands, refusals: refusedScans(deps.clock), unstarted: new Map(), signal };
  const queue = createWorkQueue<Key>({
    async reconcile(key) {
      if (key === "scans") return reconcileScans(all);
      if (key.startsWith("job/")) return followJob(key.slice("job/".length), all);
      return settleCommand(key.slice("command/".length), all);
    },
    concurrency,
    backoff,
    log: deps.log,
    signal,
  });
  const add = ({ kind, name }: { kind: "job" | "command"; name: string }) => {
    queue.add("scans");
    queue.add(`${kind}/${name}`);
  };
  observed.onChange(add, signal);
  for (const { metadata } of jobs.list()) add({ kind: "job", name: metadata?.name ?? "" });
  for (const { metadata } of commands.list()) add({ kind: "command", name: metadata?.name ?? "" });
  await aborted(signal);
  await queue.drain();
}
