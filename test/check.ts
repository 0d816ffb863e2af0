// `npm run check`: every static check, side by side; prints what failed with its whole output and exits 1.
import { spawn } from "node:child_process";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { answerTo } from "./run-line.ts";

export type CheckResult = { name: string; ok: boolean; seconds: number; output: string };

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const checks: { name: string; command: string; args: string[] }[] = [
  { name: "types", command: "tsc", args: ["--noEmit", "-p", "."] },
  { name: "format and lint", command: "biome", args: ["ci", "--reporter=summary", "."] },
  { name: "type-aware lint", command: "oxlint", args: ["--type-aware", "."] },
  { name: "unused code", command: "knip", args: ["--no-progress"] },
  { name: "package boundaries", command: "turbo", args: ["boundaries"] },
];

/** Runs the checks, at most one a core at a time. */
export async function runChecks(): Promise<CheckResult[]> {
  const waiting = [...checks];
  const results: CheckResult[] = [];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await run(check));
  };
  await Promise.all(Array.from({ length: cpus().length }, worker));
  return results;
}

function run({ name, command, args }: (typeof checks)[number]): Promise<CheckResult> {
  const startedAt = performance.now();
  const child = spawn(join(root, "node_modules", ".bin", command), args, {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      resolve({ name, ok: code === 0, seconds: (performance.now() - startedAt) / 1000, output }),
    );
  });
}

/** Prints one line a check, and the output of those that failed. */
export function printChecks(results: CheckResult[]): void {
  for (const { name, ok, seconds, output } of results) {
    console.log(`${ok ? "ok    " : "FAILED"} ${name} (${seconds.toFixed(1)} s)`);
    if (!ok) console.log(output.trimEnd());
  }
}

if (import.meta.main) {
  const instead = answerTo(process.argv.slice(2), [], "usage: npm run check");
  const results = instead === undefined ? await runChecks() : [];
  if (instead === undefined) printChecks(results);
  else console.log(instead.answer);
  process.exitCode = instead?.code ?? (results.every(({ ok }) => ok) ? 0 : 1);
}
