import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { configScanOptions } from "@sortie/posture/node-options";
import { z } from "zod";
import { opaDirectory } from "../../test/rego/opa/driver.ts";
import type { BenchJob } from "./job.ts";
import { type Measured, measuredProcess } from "./measured-process.ts";

/** What a run of an engine over a job cost and answered; `results` in the order of the queries. */
export type Run = Omit<Measured, "output"> & {
  readonly phases: { readonly compile: number; readonly load: number; readonly evaluate: number };
  /** CPU seconds of each query. */
  readonly queries: readonly { readonly name: string; readonly cpuSeconds: number }[];
  readonly results: readonly unknown[];
};

export type Engine = { readonly name: string; readonly run: (job: BenchJob, folder: string) => Promise<Run> };

const Report = z.object({
  phases: z.object({ compile: z.number(), load: z.number(), evaluate: z.number() }),
  queries: z.array(z.object({ name: z.string(), cpuNs: z.number() })),
});

/** With the options that the image of config-scan gives to Node. */
export const sortie: Engine = {
  name: "sortie",
  run: (job, folder) => {
    const program = join(import.meta.dirname, "sortie-engine.ts");
    return runProgram(process.execPath, [...configScanOptions, program], job, folder);
  },
};

/** A program that is given a job and a file for its results, and prints what its phases cost. */
async function runProgram(command: string, args: readonly string[], job: BenchJob, folder: string): Promise<Run> {
  const [jobFile, resultsFile] = [join(folder, "job.json"), join(folder, "results.json")];
  writeFileSync(jobFile, JSON.stringify(job));
  const { output, ...measured } = await measuredProcess(command, [...args, jobFile, resultsFile]);
  const { phases, queries } = Report.parse(JSON.parse(output));
  return {
    ...measured,
    phases: { compile: phases.compile / 1e9, load: phases.load / 1e9, evaluate: phases.evaluate / 1e9 },
    queries: queries.map(({ name, cpuNs }) => ({ name, cpuSeconds: cpuNs / 1e9 })),
    results: JSON.parse(readFileSync(resultsFile, "utf8")) as unknown[],
  };
}

/** The regorus crate, where cargo is present; `undefined` without it. */
export function regorus(): Engine | undefined {
  const target = join(process.env.SORTIE_CACHE ?? join(homedir(), ".cache", "sortie"), "regorus-build");
  try {
    execFileSync("cargo", ["build", "--release", "--locked"], {
      cwd: join(import.meta.dirname, "regorus"),
      env: { ...process.env, CARGO_TARGET_DIR: target },
      stdio: ["ignore", "ignore", "inherit"],
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const program = join(target, "release", "regorus-bench");
  return { name: "regorus", run: (job, folder) => runProgram(program, [], job, folder) };
}

const OpaOutput = z.object({
  result: z.array(z.object({ expressions: z.array(z.object({ value: z.unknown() })) })),
});

/** `opa eval` of the version of test/rego/go.mod: one process a query, and one that only loads and compiles. */
export async function opa(): Promise<Engine> {
  const program = join(await opaDirectory(), "opa");
  return {
    name: "OPA",
    run: async ({ modulesFolder, input, queries }) => {
      const ask = async (query: string): Promise<Measured & { result: unknown }> => {
        const args = ["eval", "--format=json", `--data=${modulesFolder}`, `--input=${input}`, query];
        const measured = await measuredProcess(program, args);
        const { result } = OpaOutput.parse(JSON.parse(measured.output));
        return { ...measured, result: result[0]?.expressions[0]?.value };
      };
      const before = await ask("true");
      const runs: (Measured & { name: string; result: unknown })[] = [];
      for (const { name, query } of queries) runs.push({ name, ...(await ask(query)) });
      const costs = runs.map(({ name, cpuSeconds }) => ({ name, cpuSeconds: cpuSeconds - before.cpuSeconds }));
      return {
        cpuSeconds: sum(runs.map(({ cpuSeconds }) => cpuSeconds)),
        wallSeconds: sum(runs.map(({ wallSeconds }) => wallSeconds)),
        peakMegabytes: Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)),
        // Loading and compiling are one figure.
        phases: { compile: before.cpuSeconds, load: 0, evaluate: sum(costs.map(({ cpuSeconds }) => cpuSeconds)) },
        queries: costs,
        results: runs.map(({ result }) => result),
      };
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
