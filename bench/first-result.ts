// Time from a fresh clone to the first result: `npm run bench -- first-result`. Cold is the clone's first `npm start`,
// npm's own download cache included or not as this machine has it; warm is every later one.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./median.ts";

const warmRuns = 5;
const repository = join(import.meta.dirname, "..");

export function firstResult(): void {
  const folder = mkdtempSync(join(tmpdir(), "sortie-first-result-"));
  try {
    run("git", ["clone", "--quiet", repository, "clone"], folder);
    const clone = join(folder, "clone");
    const cold = timed(() => run("npm", ["start", "--silent"], clone));
    const warm = Array.from({ length: warmRuns }, () => timed(() => run("npm", ["start", "--silent"], clone)));
    console.log(`| \`npm start\` | seconds |`);
    console.log(`|---|--:|`);
    console.log(`| first run of a fresh clone, npm packages installed by it | ${cold.toFixed(1)} |`);
    console.log(`| later runs, median of ${warmRuns} | ${median(warm).toFixed(2)} |`);
    console.log(`| later runs, slowest | ${Math.max(...warm).toFixed(2)} |`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1000;
}

function run(command: string, args: string[], cwd: string): void {
  // npm sets INIT_CWD for the scripts it runs, and this program may itself be one.
  const env = { ...process.env, INIT_CWD: cwd };
  const { status, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stderr}`);
}
