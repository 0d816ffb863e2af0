import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { configScanOptions } from "@sortie/posture/node-options";
import { compile, serialise } from "@sortie/rego";
import { build } from "esbuild";
import { z } from "zod";
import { clusterObjects } from "../../test/cluster-objects/cluster-objects.ts";
import { table } from "../table.ts";
import { verdictsOf } from "./job.ts";
import type { BenchLibrary } from "./library.ts";
import { measuredProcess } from "./measured-process.ts";

/** Lets packages that are no ES modules load Node's own. */
const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };

/** What a process that streams is given, as a file. `policy` and `objects` are paths. */
export type StreamJob = {
  readonly policy: string;
  readonly digest: string;
  readonly data: unknown;
  readonly queries: readonly string[];
  readonly objects: string;
};

const Report = z.object({ verdicts: z.number(), coldMs: z.number(), cpuNs: z.number() });

/** Prints what the rules about single objects cost where no more than a batch of objects is in memory. */
export async function printStreaming(
  { modules, data, rules }: BenchLibrary,
  count: number,
  folder: string,
): Promise<void> {
  const [policy, objects, file] = [join(folder, "policy"), join(folder, "objects.ndjson"), join(folder, "stream.json")];
  const queries = rules.object.map((name) => verdictsOf([name]));
  const { text, digest } = serialise(compile(modules), { queries });
  writeFileSync(policy, text);
  const lines = createWriteStream(objects);
  for (const object of clusterObjects(count)) lines.write(`${JSON.stringify(object)}\n`);
  lines.end();
  await finished(lines);
  writeFileSync(file, JSON.stringify({ policy, digest, data, queries, objects } satisfies StreamJob));
  // Bundled as in the images: Node takes memory to strip types.
  const program = join(folder, "stream-process.mjs");
  const entryPoints = [join(import.meta.dirname, "stream-process.ts")];
  await build({ entryPoints, outfile: program, bundle: true, platform: "node", format: "esm", banner });
  const { output, peakMegabytes } = await measuredProcess(process.execPath, [...configScanOptions, program, file]);
  const { verdicts, coldMs, cpuNs } = Report.parse(JSON.parse(output));
  console.log(`\nobject rules from the precompiled library, ${count} objects in batches of 100`);
  const row = [count, verdicts, coldMs.toFixed(0), (cpuNs / 1e9).toFixed(2), peakMegabytes.toFixed(0)];
  console.log(table(["objects", "verdicts", "cold start ms", "CPU s", "peak MB"], [row]));
}
