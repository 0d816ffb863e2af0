import { smallBytes } from "../api/wire/body.ts";
import { createBufferSweep } from "../memory/sweep-buffers.ts";
import { tooManyRequests } from "../meta/status.ts";

/** Of bodies that are worked on at once. What is made of one on its way to the disk takes ten times as much. */
const bytesAtOnce = 1_000_000;
/** Of bodies that have arrived and wait: a hundred clients that send half a megabyte at the same moment. */
const waitingBytesLimit = 50_000_000;
/** Of bodies that arrive without saying how long they are. A longer one is let in while it is the only one. */
const arrivingBytesLimit = 50_000_000;

/** After so many a collection, which takes as long as one body of half a megabyte. */
const sweptBytes = 6_000_000;

/** What one request does with a large body. */
export type Work = {
  /**
   * Resolves when there is room for a body of so many bytes: at once where it is small, or the request has room already and
   * would wait for itself.
   *
   * @throws StatusError 429 where too much waits.
   */
  begin(bytes: number): Promise<void>;
  /**
   * Notes that so many bytes have come of a body that has not said how long it is.
   *
   * @throws StatusError 429 where all such bodies take too much, unless this one is the only one.
   */
  arrive(bytes: number): void;
  /** Gives the room to those who wait. */
  end(): void;
};

/** Room for work on large bodies, given in the order in which they have arrived. Small ones do not ask for any. */
type WorkRoom = { enter(): Work };

/**
 * Bodies arrive before they wait, at the pace of their senders: a slow one holds up nobody. What is alone in the room may be
 * larger than it.
 */
export function createWorkRoom({
  atOnce = bytesAtOnce,
  waitingLimit = waitingBytesLimit,
  arrivingLimit = arrivingBytesLimit,
  small = smallBytes,
} = {}): WorkRoom {
  const sweep = createBufferSweep(sweptBytes);
  const queue: { bytes: number; start: () => void }[] = [];
  let used = 0;
  let waiting = 0;
  let arriving = 0;

  const hasRoom = (bytes: number) => used === 0 || used + bytes <= atOnce;

  function letIn(): void {
    for (let [next] = queue; next && hasRoom(next.bytes); [next] = queue) {
      queue.shift();
      waiting -= next.bytes;
      used += next.bytes;
      next.start();
    }
  }

  async function roomFor(bytes: number): Promise<void> {
    if (queue.length === 0 && hasRoom(bytes)) {
      used += bytes;
      return;
    }
    if (waiting + bytes > waitingLimit) throw tooManyRequests();
    waiting += bytes;
    await new Promise<void>((start) => queue.push({ bytes, start }));
  }

  return {
    enter: () => {
      let own = 0;
      let arrived = 0;
      return {
        arrive: (bytes) => {
          if (arriving + bytes > arrivingLimit && arriving > arrived) throw tooManyRequests();
          arriving += bytes;
          arrived += bytes;
        },
        begin: async (bytes) => {
          if (bytes < small) return;
          if (own > 0) used += bytes;
          else await roomFor(bytes);
          own += bytes;
        },
        end: () => {
          arriving -= arrived;
          arrived = 0;
          if (own === 0) return;
          used -= own;
          sweep(own);
          own = 0;
          letIn();
        },
      };
    },
  };
}
