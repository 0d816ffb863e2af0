import { getHeapStatistics } from "node:v8";

const lookEverySeconds = 10;
/** Of one core, on average since the last look: probes, discovery and timers cost less, and everything else more. */
const idleShare = 0.05;
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
  let used = process.cpuUsage();
  let kept = 0;
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(used);
    used = process.cpuUsage();
    const isIdle = user + system < lookEverySeconds * 1_000_000 * idleShare;
    if (!isIdle || getHeapStatistics().total_physical_size < kept + worthwhileBytes) return;
    gc({ type: "major", flavor: "last-resort" });
    kept = getHeapStatistics().total_physical_size;
  }, lookEverySeconds * 1000).unref();
  return () => clearInterval(timer);
}
