import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import type { Clock } from "@sortie/process";
import { exitCodeOf, type JobOutcome } from "@sortie/wire";
import { couldNotBegin } from "./unreported-outcome.ts";

export type Status = Record<string, unknown>;

/** Written into `status.executer`, as Kubescape's operator writes it. */
const executer = "operator";

/** `status.error.reason` of a command that is not completed and whose scan something keeps from beginning. */
export const waiting = "Waiting";

/** Its Job may begin to read from now on. */
export function startedStatus(now: Date): Status {
  return { started: true, startedAt: instant(now), completed: false, executer, error: undefined };
}

/** What keeps its scan from beginning; `undefined`: nothing does any more. */
export function waitingStatus(reason: string | undefined): Status {
  const completed = false;
  return {
    completed,
    executer,
    error: reason === undefined ? undefined : { reason: waiting, message: reason, errorCode: 0 },
  };
}

/** The command is not carried out. */
export function rejectedStatus(error: { reason: string; message: string }, now: Date): Status {
  return { started: false, completed: true, completedAt: instant(now), executer, error: { ...error, errorCode: 0 } };
}

/**
 * The command's scan has ended, or has no Job that could run it. A failure is told twice: in `error` for people, in
 * `payload` for programs.
 */
export function completedStatus(outcome: JobOutcome, now: Date): Status {
  // One whose Job was refused was perhaps not started; any other was.
  const neverBegan = outcome.status === "failed" && outcome.code === couldNotBegin;
  return {
    ...(neverBegan ? {} : { started: true }),
    completed: true,
    completedAt: instant(now),
    executer,
    error:
      outcome.status === "succeeded"
        ? undefined
        : { reason: outcome.code, message: outcome.message, errorCode: exitCodeOf(outcome) },
    payload: Buffer.from(JSON.stringify(outcome)).toString("base64"),
  };
}

type Deps = { cluster: Pick<Cluster, "get" | "update">; namespace: string; clock: Clock; signal: AbortSignal };

/**
 * Changes the status of an open command. `seen` is what is known of it; where that is no longer what the API server has,
 * it is read anew. `undefined`: the command is finished already or gone, and nothing was written: an outcome is recorded
 * once.
 *
 * @throws Error when somebody else writes at the same time; the caller's next attempt reads anew.
 */
export async function writeStatus(
  deps: Deps,
  command: { name: string; uid: string },
  status: Status,
  seen?: KubeObject,
): Promise<KubeObject | undefined> {
  const { cluster, namespace, signal } = deps;
  const at = { namespace, name: command.name };
  const object = seen ?? (await cluster.get(resources.operatorCommands, at, { signal }));
  if (object === undefined || object.metadata?.uid !== command.uid) return undefined;
  const before = object.status as Status | undefined;
  if (before?.completed === true) return undefined;
  const written = await cluster.update(
    resources.operatorCommands,
    { ...object, status: { ...before, ...status } },
    { subresource: "status", signal },
  );
  if (written.ok) return written.object;
  if (written.reason === "NotFound") return undefined;
  if (seen !== undefined) return writeStatus(deps, command, status);
  throw new Error(`OperatorCommand "${command.name}" was changed by somebody else`);
}

/** RFC 3339 in UTC to the second, as `metav1.Time` is. */
function instant(now: Date): string {
  return now.toISOString().replace(/\.\d{3}Z$/, "Z");
}
