import { type Cluster, resources } from "@sortie/kube";
import type { Logger } from "@sortie/process";
import { annotation, label, managedBySortie } from "../object-labels.ts";
import type { Command } from "../operator-command/command.ts";
import { readCommand } from "../operator-command/read-command.ts";
import { observedJob } from "../plan/observed-job.ts";
import { commandIdentity } from "./command-identity.ts";
import { type Credentials, cutCredentials } from "./cut-credentials.ts";
import { newCommandName, newCredentialsSecret, newOperatorCommand } from "./new-objects.ts";
import type { OpenCommands } from "./open-commands.ts";

/** Commands without an outcome at once. More are refused: an unbounded queue hides that nothing gets done. */
const maxOpenCommands = 1000;

/** The API server answers within this long or the command is not accepted; callers give up after 30 s. */
const call = { timeoutSeconds: 10 };

type Deps = {
  cluster: Pick<Cluster, "create" | "get" | "list" | "patch" | "delete">;
  namespace: string;
  open: OpenCommands;
  newId(): string;
  log: Logger;
};

/**
 * Makes commands durable: one OperatorCommand object each, unless an identical command waits that has not begun to be
 * carried out. Resolves when all are in the API server, throws when it does not take one. Commands made durable before
 * the one that failed stay; when the caller repeats the request, they are found waiting.
 */
export function acceptCommands(deps: Deps) {
  /** The last acceptance of each identity that is under way: identical commands wait for each other. */
  const underWay = new Map<string, Promise<void>>();
  /** Commands of requests under way that are not in the API server yet. */
  let coming = 0;

  return async (
    commands: Command[],
    from: { traceparent: string | undefined },
  ): Promise<{ ok: true } | { ok: false; reason: "too-many" }> => {
    if (deps.open.count() + coming + commands.length > maxOpenCommands) return { ok: false, reason: "too-many" };
    let left = commands.length;
    coming += left;
    const acceptOne = async (index: number, command: Command) => {
      const name = newCommandName(command.commandName, deps.newId());
      const cut = cutCredentials(command, name);
      // Whether two commands have the same credentials is nothing a label may tell, so those share no object.
      const identity = cut.credentials === undefined ? commandIdentity(command) : undefined;
      const create = () => createCommand(deps, { ...from, name, cut, identity, index, count: commands.length });
      await (identity === undefined
        ? create()
        : inTurn(underWay, identity, () => shareOrCreate(deps, identity, create)));
      coming -= 1;
      left -= 1;
    };
    try {
      for (const [index, command] of commands.entries()) await acceptOne(index, command);
    } finally {
      coming -= left;
    }
    return { ok: true };
  };
}

async function inTurn(underWay: Map<string, Promise<void>>, identity: string, accept: () => Promise<void>) {
  const turn = (underWay.get(identity) ?? Promise.resolve()).then(accept, accept);
  underWay.set(identity, turn);
  try {
    await turn;
  } finally {
    if (underWay.get(identity) === turn) underWay.delete(identity);
  }
}

async function shareOrCreate(deps: Deps, identity: string, create: () => Promise<void>): Promise<void> {
  const same = deps.open.find(identity);
  if (same !== undefined && (same.isRejected || (await isWaiting(deps, same.name)))) {
    deps.log.info({ command: same.name }, "command shares one that waits");
    return;
  }
  await create();
}

/**
 * Asks the API server itself: the mirror may lag behind. `started` is written before a Job is resumed, so a command that
 * is not started at this moment, and whose Job Kueue has not resumed, is carried out by a scan that begins to read after it.
 */
async function isWaiting(deps: Deps, name: string): Promise<boolean> {
  const object = await deps.cluster.get(resources.operatorCommands, { namespace: deps.namespace, name }, call);
  if (object === undefined || object.metadata?.deletionTimestamp) return false;
  const command = readCommand(object);
  if (command === undefined || command.completedAt !== undefined || command.started) return false;
  return !(await hasLeftQueue(deps, command.uid));
}

/** Whether Kueue has let the command's Job run: `started` is written only after that is seen. */
async function hasLeftQueue({ cluster, namespace }: Deps, uid: string): Promise<boolean> {
  const labelSelector = `${managedBySortie},${label.queue}`;
  for await (const { items } of cluster.list(resources.jobs, { namespace, labelSelector, ...call })) {
    const jobs = items.flatMap((item) => observedJob(item) ?? []);
    if (jobs.some(({ owners, state }) => owners.has(uid) && state !== "suspended")) return true;
  }
  return false;
}

/**
 * The Secret is owned by the command and so comes after it. Whoever dies in between leaves an incomplete command, which
 * the reconciler removes: its sender has no answer and sends it again.
 */
async function storeCredentials(deps: Deps, owner: { name: string; uid: string }, credentials: Credentials) {
  const { cluster, namespace } = deps;
  const at = { namespace, name: owner.name };
  const complete = { metadata: { uid: owner.uid, annotations: { [annotation.incomplete]: null } } };
  try {
    await cluster.create(resources.secrets, newCredentialsSecret(owner, namespace, credentials), call);
    const patched = await cluster.patch(resources.operatorCommands, at, complete, { ...call, type: "merge" });
    if (!patched.ok) throw new Error(`OperatorCommand "${owner.name}" was deleted before it was complete`);
  } catch (err) {
    await cluster.delete(resources.operatorCommands, at, { ...call, uid: owner.uid });
    throw err;
  }
}

type NewCommand = {
  name: string;
  cut: ReturnType<typeof cutCredentials>;
  identity: string | undefined;
  traceparent: string | undefined;
  index: number;
  count: number;
};

async function createCommand(deps: Deps, { cut, ...command }: NewCommand): Promise<void> {
  const { cluster, namespace } = deps;
  const jobId = cut.command.jobTracking.jobID || deps.newId();
  const hasCredentials = cut.credentials !== undefined;
  const object = newOperatorCommand({ ...command, command: cut.command, namespace, jobId, hasCredentials });
  const created = await cluster.create(resources.operatorCommands, object, call);
  if (!created.ok) throw new Error(`OperatorCommand "${command.name}" exists although its name is random`);
  if (cut.credentials !== undefined) {
    await storeCredentials(deps, { name: command.name, uid: created.object.metadata?.uid ?? "" }, cut.credentials);
  }
  deps.open.created(command.name, command.identity);
  const { commandName, jobTracking } = cut.command;
  deps.log.info(
    {
      command: command.name,
      commandName: commandName.slice(0, 100),
      jobId,
      parentId: jobTracking.parentAction || null,
    },
    "command accepted",
  );
}
