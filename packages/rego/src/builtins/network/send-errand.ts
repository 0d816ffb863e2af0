import { extname } from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { Errand, Reply } from "./errand.ts";

/** A worker and the ways to and from it. `done` is 1 when its reply is there. */
type Messenger = { readonly worker: Worker; readonly port: MessagePort; readonly done: Int32Array };

/** The messenger of this process, started with its first errand. It keeps no process alive. */
let waiting: Messenger | undefined;

/**
 * Sends a worker to the network and waits for what it brings, since an evaluation is synchronous. The thread stands still
 * meanwhile, at most for the time given; a worker that is not back by then is given up.
 */
export function sendErrand(errand: Errand, timeoutMs: number): Reply {
  const messenger = waiting ?? newMessenger();
  waiting = undefined;
  Atomics.store(messenger.done, 0, 0);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port to a worker has no origin
  messenger.port.postMessage(errand);
  Atomics.wait(messenger.done, 0, 0, timeoutMs);
  const reply = receiveMessageOnPort(messenger.port)?.message as Reply | undefined;
  if (reply === undefined) {
    messenger.port.close();
    void messenger.worker.terminate();
    return { problem: "request timed out", isNetwork: true };
  }
  waiting = messenger;
  return reply;
}

function newMessenger(): Messenger {
  // Beside this file, under the name it has there: as source or compiled.
  const program = new URL(`./errand-worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
  const done = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(program, { workerData: { port: port2, done }, transferList: [port2] });
  worker.unref();
  port1.unref();
  return { worker, port: port1, done };
}
