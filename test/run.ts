// `npm test`: sets up what the tests need and runs every level of them; `--unit` runs the half that needs no root.
// The last line is always `N passed, N failed, N skipped`.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { printChecks, runChecks } from "./check.ts";
import { clusterKind, takeDown } from "./cluster/cluster.ts";
import { type Counts, countsOfOracle, countsOfVitest, failuresOfVitest, sum } from "./counts.ts";
import { answerTo } from "./run-line.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const logs = join(root, "logs");
const line = process.argv.slice(2);
const unitOnly = line.includes("--unit");
const usage = "usage: npm test, as root; npm run test:unit for the half that needs no root";
const instead = answerTo(line, ["--unit"], usage);

const totals: Counts[] = [];
/** What failed, said once more at the end: whoever sees only the last page of the output finds it there. */
const failures: string[] = [];

/** Counts of a step, and lines that say what of it failed. */
type Result = Counts & { told: string[] };

if (instead === undefined) process.exitCode = await run();
else {
  console.log(instead.answer);
  process.exitCode = instead.code;
}

async function run(): Promise<number> {
  mkdirSync(logs, { recursive: true });
  await (unitOnly ? withoutCluster() : everything());
  const total = sum(totals);
  for (const failure of failures) console.log(failure);
  if (total.failed > 0) console.log(`logs of this run: ${logs}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

async function withoutCluster(): Promise<void> {
  await checksAndUnitTests();
  await oracles();
}

async function checksAndUnitTests(): Promise<void> {
  await step("static checks", async () => {
    const results = await runChecks();
    printChecks(results);
    const failed = results.filter(({ ok }) => !ok);
    const told = failed.flatMap(({ name, output }) => [name, ...lastLines(output)]);
    return { passed: results.length - failed.length, failed: failed.length, skipped: 0, told };
  });
  await step("unit tests", () => vitest("unit"));
}

async function oracles(): Promise<void> {
  await step("verdicts against the oracle", () => oracle("oracle.ts"));
  await step("whole scans against the oracle", () => oracle("oracle-cluster.ts"));
}

/**
 * Most of the time of the dispatcher's killings goes by waiting for Jobs, so they run beside everything else. Clusters
 * are brought up beside the unit tests, but what takes all of the machine for minutes is built before.
 */
async function everything(): Promise<void> {
  const isBuilt = await program("what is built from Go modules (10 minutes the first time)", "build.ts");
  const clusters = isBuilt ? program("images and clusters", "prepare.ts") : Promise.resolve(false);
  const chaos = clusters.then(async (isUp) => {
    if (isUp) await step("the dispatcher, killed 20 times", () => vitest("chaos"));
  });
  await checksAndUnitTests();
  // A cluster that was given is one: its tests take turns.
  const isShared = clusterKind() !== "own";
  if (isShared) await chaos;
  const system = (await clusters) ? step("system tests", () => systemTests(isShared)) : undefined;
  await oracles();
  await Promise.all([system, chaos]);
  if (isBuilt) for (const name of ["system", "chaos", "parts"]) await takeDown({ name });
}

async function systemTests(takeTurns: boolean): Promise<Result> {
  const system = vitest("system");
  if (takeTurns) await system;
  const both = [await vitest("parts"), await system];
  return { ...sum(both), told: both.flatMap(({ told }) => told) };
}

/** Runs a program of this folder as a step that counts only when it fails. */
async function program(name: string, file: string): Promise<boolean> {
  const { failed } = await step(name, async () => {
    const { code, output } = await command("node", [join(root, "test", file)]);
    return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0, told: lastLines(output) };
  });
  return failed === 0;
}

async function step(name: string, run: () => Promise<Result>): Promise<Counts> {
  const startedAt = performance.now();
  console.log(`\n== ${name}`);
  const counts = await run();
  totals.push(counts);
  if (counts.failed > 0) failures.push(`== failed: ${name}`, ...counts.told);
  console.log(
    `== ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds(startedAt)} s`,
  );
  return counts;
}

/** A project of vitest.config.ts. A run that ends without a report counts as one failure. */
async function vitest(project: "unit" | "system" | "chaos" | "parts"): Promise<Result> {
  const report = join(logs, `vitest-${project}.json`);
  rmSync(report, { force: true });
  await command("vitest", [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  const text = existsSync(report) ? readFileSync(report, "utf8") : undefined;
  return { ...countsOfVitest(text), told: failuresOfVitest(text) };
}

async function oracle(tool: string): Promise<Result> {
  const { code, output } = await command("node", [join(root, "packages/posture/tools", tool)]);
  return { ...countsOfOracle(code, output), told: lastLines(output) };
}

function lastLines(output: string): string[] {
  return output.trimEnd().split("\n").slice(-40);
}

function command(name: string, args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(join(root, "node_modules", ".bin", name), args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? "1" : "0" },
  });
  let output = "";
  const show = (to: NodeJS.WriteStream) => (chunk: Buffer) => {
    output = (output + chunk).slice(-65_536);
    to.write(chunk);
  };
  child.stdout.on("data", show(process.stdout));
  child.stderr.on("data", show(process.stderr));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

function seconds(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(0);
}
