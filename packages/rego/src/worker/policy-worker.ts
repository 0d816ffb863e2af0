import { extname } from "node:path";
import { type ResourceLimits, Worker } from "node:worker_threads";
import { RegoEvaluationError, RegoLimitError } from "../errors.ts";
import { revive } from "./carried-error.ts";
import type { Reply, Request, WorkerTask } from "./messages.ts";

/** How a worker is started and what it may use. */
export type WorkerBounds = {
  readonly resourceLimits: ResourceLimits;
  readonly startMs: number;
  readonly deadlineMs: number;
  readonly workerUrl: URL | undefined;
};

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };

/** A thread with a compiled policy. It does one thing at a time, and is gone for good once it has failed. */
export class PolicyWorker {
  private readonly worker: Worker;
  private readonly deadlineMs: number;
  private waiting: Waiting | undefined;
  private gone = false;

  private constructor(task: WorkerTask, { resourceLimits, deadlineMs, workerUrl = entry() }: WorkerBounds) {
    this.deadlineMs = deadlineMs;
    // Nothing of the program's own: neither its environment nor its arguments are a policy's business.
    this.worker = new Worker(workerUrl, { workerData: task, resourceLimits, env: {}, argv: [], execArgv: [] });
    this.worker.on("message", (reply: Reply) => this.settle(reply));
    this.worker.on("error", (error) => this.end(asEngineError(error)));
    this.worker.on("exit", () => this.end(new RegoEvaluationError("eval_internal_error", "the worker has ended")));
  }

  /** Starts a thread and waits until its policy is compiled. Throws what `compile` throws, or a limit. */
  static async start(task: WorkerTask, bounds: WorkerBounds, signal?: AbortSignal): Promise<PolicyWorker> {
    const worker = new PolicyWorker(task, bounds);
    try {
      await worker.reply(bounds.startMs, signal);
    } catch (error) {
      await worker.stop();
      throw error;
    }
    return worker;
  }

  get isGone(): boolean {
    return this.gone;
  }

  async evaluate(request: Request, signal?: AbortSignal): Promise<unknown> {
    const reply = this.reply(this.deadlineMs, signal);
    try {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.worker.postMessage(request);
    } catch (error) {
      // What cannot be copied between threads: the thread itself is as it was.
      this.takeWaiting()?.reject(error);
    }
    return reply;
  }

  async stop(): Promise<void> {
    this.end(cancelled(undefined));
    await this.worker.terminate();
  }

  /** The next reply. A thread that is idle keeps no process alive. */
  private async reply(withinMs: number, signal: AbortSignal | undefined): Promise<unknown> {
    const onAbort = (): void => this.end(cancelled(signal?.reason));
    const deadline = setTimeout(() => this.end(new RegoLimitError("deadline", undefined)), withinMs);
    signal?.addEventListener("abort", onAbort, { once: true });
    this.worker.ref();
    try {
      return await new Promise<unknown>((resolve, reject) => {
        this.waiting = { resolve, reject };
        if (signal?.aborted === true) onAbort();
      });
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener("abort", onAbort);
      this.worker.unref();
    }
  }

  private settle(reply: Reply): void {
    const waiting = this.takeWaiting();
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(revive(reply.error));
  }

  private end(error: unknown): void {
    if (this.gone) return;
    this.gone = true;
    this.takeWaiting()?.reject(error);
    void this.worker.terminate();
  }

  private takeWaiting(): Waiting | undefined {
    const { waiting } = this;
    this.waiting = undefined;
    return waiting;
  }
}

/** The worker's program: the file called `worker-main` beside this one, or beside the bundle this one is in. */
function entry(): URL {
  return new URL(`./worker-main${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
}

function cancelled(cause: unknown): RegoEvaluationError {
  return new RegoEvaluationError("eval_cancel_error", "caller cancelled query execution", { cause });
}

function asEngineError(error: unknown): unknown {
  const isHeap = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  return isHeap ? new RegoLimitError("memory", undefined, { cause: error }) : error;
}
