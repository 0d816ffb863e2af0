/** What a stream takes beforehand, so that a connection with room has something to write. */
const readAhead = new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 });

/** What one watcher has not taken yet, in front of the stream it reads. Bytes are shared with other watchers. */
export type Outbox = {
  stream: ReadableStream<Uint8Array>;
  /** `false` when more waits than may: then the stream ends, and what waits is let go. */
  push(bytes: Uint8Array): boolean;
  /** Nothing waits but what the stream has taken beforehand. */
  readonly isEmpty: boolean;
  /** Resolves when the stream takes more, or has ended. */
  room(): Promise<void>;
  /** Ends the stream behind what waits. */
  close(): void;
  /** Breaks the stream off. */
  fail(error: unknown): void;
};

/**
 * @param limitBytes That may wait. What is larger may wait alone.
 * @param gone Called when nobody reads any more.
 */
export function createOutbox(limitBytes: number, gone: () => void): Outbox {
  const waiting = createWaiting();
  let state: "open" | "closing" | "ended" = "open";
  let wake = () => {};
  let controller: ReadableStreamDefaultController<Uint8Array>;

  const hasRoom = () => waiting.bytes === 0 && (controller.desiredSize ?? 0) > 0;
  const end = () => {
    state = "ended";
    waiting.clear();
    wake();
  };
  const finish = () => {
    end();
    controller.close();
  };
  const refill = () => {
    waiting.moveTo(controller);
    if (state === "closing" && waiting.bytes === 0) finish();
    else if (hasRoom()) wake();
  };
  const cancel = () => {
    end();
    gone();
  };
  const start = (given: typeof controller) => {
    controller = given;
  };

  return {
    stream: new ReadableStream({ start, pull: refill, cancel }, readAhead),
    get isEmpty() {
      return waiting.bytes === 0;
    },
    push: (bytes) => {
      if (state !== "open") return false;
      if (hasRoom()) controller.enqueue(bytes);
      else if (waiting.bytes === 0 || waiting.bytes + bytes.length <= limitBytes) waiting.add(bytes);
      else finish();
      return state === "open";
    },
    room: () =>
      new Promise((resolve) => {
        wake = resolve;
        if (state === "ended" || hasRoom()) resolve();
      }),
    close: () => {
      if (state !== "open") return;
      state = "closing";
      refill();
    },
    fail: (error) => {
      if (state === "ended") return;
      end();
      controller.error(error);
    },
  };
}

/** Bytes in the order they came. */
function createWaiting() {
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    add: (chunk: Uint8Array) => {
      chunks.push(chunk);
      bytes += chunk.length;
    },
    /** As many as the stream has room for. */
    moveTo: (controller: ReadableStreamDefaultController<Uint8Array>) => {
      let moved = 0;
      for (const chunk of chunks) {
        if ((controller.desiredSize ?? 0) <= 0) break;
        controller.enqueue(chunk);
        bytes -= chunk.length;
        moved += 1;
      }
      chunks.splice(0, moved);
    },
    clear: () => {
      chunks = [];
      bytes = 0;
    },
  };
}
