// What a scan costs, part by part: `npm run bench -- config-scan [--objects=1250,5000,…] [--only=job|command]
// [--results=storage|pipe] [--framework=AllControls] [--beside=PATH] [-- NODE_FLAGS]`. `--results`: where a Job's results
// go, to one of these instead of both. `--beside` names another scanner's command line, which is given the same file as
// `PATH scan framework NAME FILE --format json --output FILE`.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { configScanOptions } from "@sortie/posture/node-options";
import { stringify } from "yaml";
import { installCommand } from "../images/src/installed-command.ts";
import { clusterObjects } from "../test/cluster-objects/cluster-objects.ts";
import { type Input, writeInput } from "./config-scan/inputs.ts";
import { bundlePrograms } from "./config-scan/programs.ts";
import { costOf } from "./config-scan/scan-command.ts";
import { type Phase, scanToPipe, scanTwice } from "./config-scan/scan-job.ts";
import { table } from "./table.ts";

/** YAML costs a reader far more than JSON, and a person has no more of it than this. */
const mostFromYaml = 10_000;
type Wanted = {
  objects: number[];
  framework: string;
  results: string | undefined;
  beside: string | undefined;
  flags: readonly string[];
};

export async function configScanBench(): Promise<void> {
  const options = {
    objects: { type: "string", default: "1250,5000,10000,40000,100000" },
    framework: { type: "string", default: "AllControls" },
    results: { type: "string" },
    beside: { type: "string" },
    only: { type: "string" },
  } as const;
  const { values, positionals } = parseArgs({ args: process.argv.slice(3), options, allowPositionals: true });
  const wanted = {
    objects: values.objects.split(",").map(Number),
    framework: values.framework,
    results: values.results,
    beside: values.beside,
    flags: positionals.length > 0 ? positionals : configScanOptions,
  };
  const folder = mkdtempSync(join(tmpdir(), "sortie-config-scan-"));
  try {
    if (values.only !== "command") await benchJob(wanted, folder);
    if (values.only !== "job") await benchCommand(wanted, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The Job's program as its image has it. `first`: storage has nothing yet; `again`: nothing has changed since; `pipe`:
 * results go to a pipe, and nothing is stored.
 */
async function benchJob({ objects, framework, results, flags }: Wanted, folder: string): Promise<void> {
  const programs = await bundlePrograms(folder);
  console.log(`config-scan, ${framework}, node ${flags.join(" ")}`);
  for (const size of objects) {
    const input = await writeInput(size, folder);
    const scan = { programs, input: input.lines, folder, flags, framework };
    const rows: (string | number)[][] = [];
    if (results !== "pipe") {
      const [first, again] = await scanTwice(scan);
      rows.push(...rowsOf("first", size, first), ...rowsOf("again", size, again));
    }
    if (results !== "storage") rows.push(...rowsOf("pipe", size, await scanToPipe(scan)));
    console.log(`\n${table(["scan, part", "objects", "wall s", "CPU s", "objects/CPU s", "peak MB so far"], rows)}`);
  }
}

function rowsOf(scan: string, objects: number, phases: Phase[]): (string | number)[][] {
  const all = phases.reduce(
    (sum, { wallSeconds, cpuSeconds, peakMegabytes }) => ({
      name: "all",
      wallSeconds: sum.wallSeconds + wallSeconds,
      cpuSeconds: sum.cpuSeconds + cpuSeconds,
      peakMegabytes,
    }),
    { name: "all", wallSeconds: 0, cpuSeconds: 0, peakMegabytes: 0 },
  );
  return [...phases, all].map(({ name, wallSeconds, cpuSeconds, peakMegabytes }) => {
    const speed = cpuSeconds > 0 ? Math.round(objects / cpuSeconds) : "–";
    return [
      `${scan}, ${name}`,
      objects,
      wallSeconds.toFixed(2),
      cpuSeconds.toFixed(2),
      speed,
      peakMegabytes.toFixed(0),
    ];
  });
}

/** The installed `sortie scan` of a file with all the programs that it starts, and another scanner beside it. */
async function benchCommand({ objects, framework, beside }: Wanted, folder: string): Promise<void> {
  const rows: (string | number)[][] = [];
  const installed = join(folder, "installed");
  await installCommand(installed);
  // The compiled code that the installed command has is measured, not that of this checkout.
  const env = { ...process.env, NODE: process.execPath, NODE_COMPILE_CACHE: undefined };
  for (const size of objects) {
    const input = await writeInput(size, folder);
    const output = ["--format", "json", "--output", join(folder, "report.json")];
    for (const file of filesOf(input, folder)) {
      const ours = await costOf(join(installed, "sortie"), ["scan", file, "--framework", framework, ...output], env);
      const theirs = beside && (await costOf(beside, ["scan", "framework", framework, file, ...output]));
      const ratio = theirs ? [theirs.cpuSeconds.toFixed(1), (theirs.cpuSeconds / ours.cpuSeconds).toFixed(1)] : [];
      const memory = theirs ? [theirs.peakMegabytes.toFixed(0)] : [];
      const own = [ours.wallSeconds.toFixed(1), ours.cpuSeconds.toFixed(2), ours.peakMegabytes.toFixed(0)];
      rows.push([file.slice(file.lastIndexOf(".") + 1), size, ...own, ...ratio, ...memory]);
    }
  }
  const others = beside ? ["its CPU s", "its / ours", "its peak MB"] : [];
  console.log(`\n${table(["sortie scan of", "objects", "wall s", "CPU s", "peak MB of all", ...others], rows)}`);
}

function filesOf({ objects, array }: Input, folder: string): string[] {
  if (objects > mostFromYaml) return [array];
  const yaml = join(folder, `objects-${objects}.yaml`);
  writeFileSync(yaml, [...clusterObjects(objects)].map((object) => stringify(object)).join("---\n"));
  return [array, yaml];
}
