import type { Delivery } from "./delivery.ts";
import type { Frame } from "./frame.ts";
import type { OpenOutlet } from "./outlet.ts";

/** What may wait before those who have much to say wait themselves. */
const enoughBytes = 64 * 1024;

/** What one watcher has not taken yet, in front of where it goes. Frames are shared with other watchers. */
export type Outbox = {
  /** `false` when more waits than may: then it ends, and what waits is let go. */
  push(frame: Frame): boolean;
  /** Whether nothing waits. */
  readonly isEmpty: boolean;
  /** Whether more should not come before there is room. */
  readonly isFull: boolean;
  /** Resolves when nothing waits, or it has ended. */
  room(): Promise<void>;
  /** Ends behind what waits. */
  close(): void;
  /** Breaks off. */
  fail(error: unknown): void;
};

type Options = {
  /** That may wait. What is larger may wait alone. */
  limitBytes: number;
  delivery: Pick<Delivery, "schedule">;
  open: OpenOutlet;
  /** Called when nobody reads any more. */
  gone: () => void;
};

export function createOutbox({ limitBytes, delivery, open, gone }: Options): Outbox {
  let waiting: Frame[] = [];
  let bytes = 0;
  let state: "open" | "closing" | "ended" = "open";
  let wake = () => {};

  const end = () => {
    state = "ended";
    waiting = [];
    bytes = 0;
    wake();
  };
  const finish = () => {
    end();
    outlet.end();
  };
  const deliver = () => {
    if (state === "ended") return;
    for (const frame of waiting.splice(0, outlet.write(waiting))) bytes -= frame.bytes.length;
    if (waiting.length > 0) return;
    if (state === "closing") finish();
    else wake();
  };
  const outlet = open({
    drained: () => {
      if (waiting.length > 0) delivery.schedule(deliver);
    },
    gone: () => {
      if (state === "ended") return;
      end();
      gone();
    },
  });

  return {
    get isEmpty() {
      return waiting.length === 0;
    },
    get isFull() {
      return bytes >= enoughBytes;
    },
    push: (frame) => {
      if (state !== "open") return false;
      const { length } = frame.bytes;
      if (bytes > 0 && bytes + length > limitBytes) {
        finish();
        return false;
      }
      waiting.push(frame);
      bytes += length;
      delivery.schedule(deliver);
      return true;
    },
    room: () =>
      new Promise((resolve) => {
        wake = resolve;
        if (state === "ended" || waiting.length === 0) resolve();
      }),
    close: () => {
      if (state !== "open") return;
      state = "closing";
      deliver();
    },
    fail: (error) => {
      if (state === "ended") return;
      end();
      outlet.fail(error);
    },
  };
}
