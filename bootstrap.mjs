// Runs a TypeScript program of this repository on the pinned Node, installing npm packages first when the lock file
// changed. This one file runs on the system's Node (20 or later) with nothing installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const bin = join(root, "node_modules", ".bin");
const pinnedNode = join(bin, "node");
// Where Node keeps the compiled form of what it has run once: programs start in half the time.
const compiled = join(root, "node_modules", ".cache", "compiled");
const installedMark = join(root, "node_modules", ".installed-lock-hash");

const lockHash = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const isInstalled = existsSync(installedMark) && readFileSync(installedMark, "utf8") === lockHash;
if (!isInstalled) {
  process.stderr.write("installing npm packages (first run, or package-lock.json changed) …\n");
  const install = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (install.status !== 0) process.exit(install.status ?? 1);
  writeFileSync(installedMark, lockHash);
}

const [program, ...args] = process.argv.slice(2);
// On a platform without an npm build of Node the caller's own Node runs the program, if it is new enough.
const node = existsSync(pinnedNode) ? pinnedNode : process.execPath;
const child = spawn(node, [resolve(root, program), ...args], {
  stdio: "inherit",
  // npm starts scripts in the package's folder; file arguments mean the folder the caller stands in.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: `${bin}:${process.env.PATH}` },
});
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
});
