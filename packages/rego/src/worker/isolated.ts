import type { ResourceLimits } from "node:worker_threads";
import type { RegoModule } from "../compile.ts";
import { RegoEvaluationError } from "../errors.ts";
import type { IsolatedCompileOptions, IsolatedEvaluation } from "./messages.ts";
import { PolicyWorker, type WorkerBounds } from "./policy-worker.ts";

/** What the worker of an isolated policy may use, whatever the policy does. */
export type IsolationOptions = {
  /**
   * V8's bounds of the worker, as of `node:worker_threads`. Default: 256 MB of old generation. As much bounds what an
   * evaluation keeps in and outside of V8's heap, unless its `limits.heapBytes` say otherwise.
   */
  readonly resourceLimits?: ResourceLimits;
  /** Time of one evaluation, measured from outside. Default 10,000. */
  readonly deadlineMs?: number;
  /** Time of a start: of a thread, of the code it loads, and of compiling. Default 30,000. */
  readonly startMs?: number;
  /**
   * The worker's program, where it is not the file `worker-main` beside the running one: a bundle needs the entry
   * `@sortie/rego/worker-main` beside it.
   */
  readonly workerUrl?: URL;
};

/** A policy in a thread of its own. Evaluations run one after the other, in the order they are asked for. */
export type IsolatedPolicy = AsyncDisposable & {
  /**
   * The value of a query, as `Policy.evaluate` gives it. Rejects with what that throws; with a RegoLimitError `deadline`
   * or `memory` when the thread had to be ended, and RegoEvaluationError `eval_cancel_error` when `signal` was aborted.
   * After that the next evaluation starts another thread.
   */
  readonly evaluate: (query: string, evaluation?: IsolatedEvaluation, signal?: AbortSignal) => Promise<unknown>;
};

const defaultHeapMb = 256;
const defaultDeadlineMs = 10_000;
const defaultStartMs = 30_000;

/**
 * Compiles modules in a thread of their own, for policies that are not trusted to end or to stay small: the thread is
 * ended from outside at the deadline, when the caller has gone, or when its heap is full; this program goes on. Rejects
 * with RegoCompileError.
 */
export async function createIsolated(
  modules: readonly RegoModule[],
  options: IsolatedCompileOptions = {},
  isolation: IsolationOptions = {},
): Promise<IsolatedPolicy> {
  const bounds: WorkerBounds = {
    resourceLimits: { maxOldGenerationSizeMb: defaultHeapMb, ...isolation.resourceLimits },
    deadlineMs: isolation.deadlineMs ?? defaultDeadlineMs,
    startMs: isolation.startMs ?? defaultStartMs,
    workerUrl: isolation.workerUrl,
  };
  const start = (signal?: AbortSignal) => PolicyWorker.start({ modules, options }, bounds, signal);
  let worker = await start();
  let isClosed = false;
  let last: Promise<unknown> = Promise.resolve();
  const evaluate: IsolatedPolicy["evaluate"] = (query, evaluation = {}, signal) => {
    const result = last.then(async () => {
      if (isClosed) throw new RegoEvaluationError("eval_cancel_error", "the isolated policy is closed");
      if (worker.isGone) worker = await start(signal);
      return worker.evaluate({ query, evaluation }, signal);
    });
    last = result.catch(() => undefined);
    return result;
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    await worker.stop();
  };
  return { evaluate, [Symbol.asyncDispose]: close };
}

/** Compiles and evaluates once, in a thread that ends with it. See {@link createIsolated}. */
export async function evaluateInWorker(
  modules: readonly RegoModule[],
  query: string,
  { compile, isolation, signal, ...evaluation }: OneEvaluation = {},
): Promise<unknown> {
  await using policy = await createIsolated(modules, compile, isolation);
  return await policy.evaluate(query, evaluation, signal);
}

export type OneEvaluation = IsolatedEvaluation & {
  readonly compile?: IsolatedCompileOptions;
  readonly isolation?: IsolationOptions;
  readonly signal?: AbortSignal;
};
