import { rmSync } from "node:fs";
import { join } from "node:path";
import { configScanOptions } from "@sortie/posture/node-options";
import { readApp, writeApp } from "../../images/src/app-rootfs.ts";
import { median } from "../median.ts";
import { type Measured, measuredProcess } from "./measured-process.ts";

const runs = 9;

type Started = { rules: number; isPrecompiled: boolean; readyMs: number };

/**
 * From the start of a process until all rules of the control library can be asked: the program as an image carries it,
 * with the library precompiled and compiled from its Rego, and a process that does nothing.
 */
export async function printColdStart(folder: string): Promise<void> {
  const app = await readApp({
    name: "cold-start",
    workspace: "bench/rego/cold-start",
    folders: [["policies", "policies"]],
    library: "policies",
  });
  writeApp(app, folder);
  const program = join(folder, "app", "main.mjs");
  const started = await measured("precompiled", [program]);
  rmSync(join(folder, "app", "policies", "precompiled.json"));
  const compiled = await measured("from Rego", [program]);
  await measured("nothing", ["--eval", "process.stdout.write('{}')"]);
  if (started?.isPrecompiled !== true || compiled?.isPrecompiled !== false)
    throw new Error("not what was to be measured");
}

async function measured(what: string, args: readonly string[]): Promise<Started | undefined> {
  const all: Measured[] = [];
  for (let i = 0; i < runs; i++) all.push(await measuredProcess(process.execPath, [...configScanOptions, ...args]));
  const outputs = all.map(({ output }) => JSON.parse(output) as Partial<Started>);
  const ready = outputs.map(({ readyMs = 0 }) => readyMs);
  const figures = [
    `cpu ${Math.round(median(all.map(({ cpuSeconds }) => cpuSeconds * 1000)))} ms`,
    `ready after ${Math.round(median(ready))} ms, at best ${Math.round(Math.min(...ready))} ms`,
    `${Math.round(median(all.map(({ peakMegabytes }) => peakMegabytes)))} MB`,
  ];
  console.log(`cold start, ${what}: ${figures.join(", ")}`);
  return outputs[0] as Started | undefined;
}
