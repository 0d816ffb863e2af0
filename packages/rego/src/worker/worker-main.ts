import { parentPort, resourceLimits, workerData } from "node:worker_threads";
import { compile } from "../compile.ts";
import type { Policy } from "../policy.ts";
import { parseJson } from "../values/json.ts";
import { carry } from "./carried-error.ts";
import type { Reply, Request, WorkerTask } from "./messages.ts";

/** V8 bounds its heap alone: with what hangs on it, such as long texts, it may be as large as the heap by itself. */
const heapBytes = (resourceLimits.maxOldGenerationSizeMb ?? 0) * 2 ** 20;

/** The program of a worker: compiles what it is started with, then answers one request after the other. */
function serve(task: WorkerTask): void {
  let policy: Policy | undefined;
  const compiled = replyOf(() => {
    policy = compile(task.modules, task.options);
  });
  parentPort?.on("message", ({ query, evaluation }: Request) => {
    const { inputText, input, ...options } = evaluation;
    const limits = { ...options.limits, heapBytes: options.limits?.heapBytes ?? heapBytes };
    const documents = () => ({ ...options, limits, input: inputText === undefined ? input : parseJson(inputText) });
    const reply = replyOf(() => policy?.evaluate(query, documents()));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    parentPort?.postMessage(reply);
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(compiled);
}

function replyOf(work: () => unknown): Reply {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, error: carry(error) };
  }
}

serve(workerData as WorkerTask);
