import { getHeapStatistics } from "node:v8";

/**
 * When it is looked at whether there is nothing to do, and which share of one core all threads may have used since the last
 * look then. Probes, discovery and timers use half a percent. Ten creates a second use more than two, and whoever sends them
 * would notice a collection.
 */
const looks = {
  /** What was needed to start is a tenth of the memory. */
  first: { afterSeconds: 1, share: 0.25 },
  later: { everySeconds: 10, share: 0.02 },
};
/** Less is not worth the work. */
const worthwhileBytes = 3_000_000;

/**
 * Gives memory back when there is nothing to do. V8 collects when it needs room: what the last busy minute and the start
 * have left would stay until the next one. It takes a tenth of a second, in which nobody waits for anything. Does nothing
 * where Node was started without `--expose-gc`.
 *
 * @returns How to end it.
 */
export function giveMemoryBackWhenIdle(): () => void {
  const { gc } = globalThis;
  if (!gc) return () => {};
  const give = giver({
    heapBytes: () => getHeapStatistics().total_physical_size,
    collect: () => gc({ type: "major", flavor: "last-resort" }),
  });
  let before = usage();
  const look = (share: number) => {
    const now = usage();
    const isIdle = now.cpuMs - before.cpuMs < (now.ms - before.ms) * share;
    before = now;
    if (isIdle) give();
  };
  const { first, later } = looks;
  const timers = [
    setTimeout(look, first.afterSeconds * 1000, first.share).unref(),
    setInterval(look, later.everySeconds * 1000, later.share).unref(),
  ];
  return () => timers.forEach(clearTimeout);
}

function usage(): { cpuMs: number; ms: number } {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, ms: performance.now() };
}

/** Collects where the heap has grown since it was collected. */
export function giver({ heapBytes, collect }: { heapBytes: () => number; collect: () => void }): () => void {
  let kept = 0;
  return () => {
    if (heapBytes() < kept + worthwhileBytes) return;
    collect();
    kept = heapBytes();
  };
}
