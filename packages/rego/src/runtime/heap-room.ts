import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * How much more an evaluation may keep in V8's heap and in what hangs on it: buffers are outside, and so are the long
 * texts that Node makes of them. Garbage does not count: where the room looks full, it is collected before that is
 * believed. Looking takes two microseconds.
 */
export class HeapRoom {
  private readonly end: number;
  /** Between two collections at least so much is filled, so that they do not take all the time. */
  private readonly step: number;
  private believed: number;

  constructor(bytes: number) {
    this.end = usedBytes() + bytes;
    this.step = bytes / 8;
    this.believed = this.end;
  }

  /** @param more bytes that are about to be added. */
  isFull(more = 0): boolean {
    if (usedBytes() + more <= this.believed) return false;
    collect ??= garbageCollector();
    collect();
    const used = usedBytes() + more;
    this.believed = Math.max(this.end, used + this.step);
    return used > this.end;
  }
}

function usedBytes(): number {
  const { used_heap_size: inside, external_memory: outside } = getHeapStatistics();
  return inside + outside;
}

let collect: (() => void) | undefined;

/** V8's own, which is there for contexts that are made after the flag was set. */
function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
