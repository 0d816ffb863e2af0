import { getHeapSpaceStatistics } from "node:v8";
import { exposedGc } from "./exposed-gc.ts";

/**
 * How many bytes are kept by what has been done again and again, and is over, until all of the heap is collected: in it, and in
 * buffers unless `kept` counts something else. What nobody needs any more should be gone before, with the other young objects.
 */
export async function bytesLeftBy(work: () => unknown, times: number, kept = keptBytes): Promise<number> {
  const gc = exposedGc();
  const collectYoung = () => {
    for (let round = 0; round < 3; round += 1) gc({ type: "minor" });
  };
  gc({ type: "major" });
  collectYoung();
  const before = kept();
  for (let time = 0; time < times; time += 1) await work();
  collectYoung();
  return kept() - before;
}

function keptBytes(): number {
  return heapBytes(/^(old|large_object)_space$/) + process.memoryUsage().arrayBuffers;
}

/** Of large texts and lists. */
export function largeHeapBytes(): number {
  return heapBytes(/^large_object_space$/);
}

function heapBytes(spaces: RegExp): number {
  const old = getHeapSpaceStatistics().filter(({ space_name: name }) => spaces.test(name));
  return old.reduce((sum, { space_used_size: used }) => sum + used, 0);
}
