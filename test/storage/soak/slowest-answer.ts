// A thread that asks for something short, again and again, until it is told to say how long the slowest answer took: whoever
// reads gigabytes meanwhile would measure itself.
import { parentPort, workerData } from "node:worker_threads";

/** What there is to ask. */
export type Question = { url: string; token: string };
export type Slowest = { slowestMs: number; answers: number; failures: number };

const { url, token } = workerData as Question;
const betweenMs = 50;
const slowest: Slowest = { slowestMs: 0, answers: 0, failures: 0 };

async function ask(): Promise<void> {
  const startedAt = performance.now();
  try {
    await (await fetch(url, { headers: { Authorization: `Bearer ${token}` } })).arrayBuffer();
    slowest.answers += 1;
  } catch {
    slowest.failures += 1;
  }
  slowest.slowestMs = Math.max(slowest.slowestMs, performance.now() - startedAt);
  asking = setTimeout(() => void ask(), betweenMs);
}

let asking: NodeJS.Timeout | undefined;
void ask();
parentPort?.once("message", () => {
  clearTimeout(asking);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(slowest);
});
