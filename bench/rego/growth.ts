import { join } from "node:path";
import { z } from "zod";
import { table } from "../table.ts";
import type { Group } from "./library.ts";
import { measuredProcess } from "./measured-process.ts";

const sizes = [1250, 5000, 10_000, 40_000];
/** A rule grows faster than linear when an object costs so much more in the largest cluster than in the second. */
const tolerated = 1.5;
/** Below this a rule's time is that of the clock and the garbage collector. */
const leastSeconds = 0.05;

/** Prints what an object costs at growing sizes, all rules of a group together, and names rules that grow faster. */
export async function printGrowth(group: Group): Promise<void> {
  const program = join(import.meta.dirname, "growth-process.ts");
  const args = ["--max-old-space-size=8192", program, group, ...sizes.map(String)];
  const { output } = await measuredProcess(process.execPath, args);
  const costs = z.record(z.string(), z.array(z.number())).parse(JSON.parse(output));
  const totals = sizes.map((_, i) => Object.values(costs).reduce((sum, cost) => sum + (cost[i] ?? 0), 0));
  console.log(`\n${group} rules, all of them: CPU an object`);
  const rows = sizes.map((size, i) => {
    const total = totals[i] ?? 0;
    return [size, (total / 1e6).toFixed(2), (total / size).toFixed(1)];
  });
  console.log(table(["objects", "seconds", "µs an object"], rows));
  for (const [rule, cost] of Object.entries(costs)) {
    const each = cost.map((micros, i) => micros / (sizes[i] ?? 1));
    const grows = (each.at(-1) ?? 0) > tolerated * (each[1] ?? 0);
    const isSeen = (cost.at(-1) ?? 0) > leastSeconds * 1e6;
    if (grows && isSeen)
      console.log(`grows: ${rule}, µs an object: ${each.map((micros) => micros.toFixed(2)).join(" ")}`);
  }
}
