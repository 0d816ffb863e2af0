import { createHash } from "node:crypto";
import { mkdtempSync, openSync, readFileSync, readSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CommandError, runCommand } from "../cluster/run-command.ts";
import { ensureDebianPackages } from "../cluster/tools.ts";
import { buildImages, imageConfig, unpack } from "./archive.ts";

const programs = ["dispatcher", "storage", "config-scan"];
/** Not /tmp: images of some machines mount it too small, or without the right to execute. */
const folder = mkdtempSync("/var/tmp/sortie-images-test-");
let archives: string[];

beforeAll(async () => {
  await ensureDebianPackages();
  archives = await buildImages([]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const archiveOf = (program: string) => archives[programs.indexOf(program)] ?? "";

it("names one archive for every program, in their order", () => {
  expect(archives.map((archive) => /([a-z-]+)-(amd64|arm64)-/.exec(archive)?.[1])).toEqual(programs);
});

it("builds the same bytes twice, without anything of the first build", async () => {
  const digests = [];
  for (const cache of ["first", "second"]) {
    const [archive = ""] = await buildImages(["--program", "config-scan"], { SORTIE_CACHE: join(folder, cache) });
    digests.push(createHash("sha256").update(readFileSync(archive)).digest("hex"));
    rmSync(join(folder, cache), { recursive: true });
  }
  expect(digests[1]).toBe(digests[0]);
});

it("shares one layer with Node between all programs", () => {
  const layers = programs.map((program) => imageConfig(archiveOf(program)).rootfs.diff_ids);
  expect(new Set(layers.map(([base]) => base)).size).toBe(1);
  expect(new Set(layers.map(([, app]) => app)).size).toBe(programs.length);
});

it("runs every program as the same ordinary user", () => {
  for (const program of programs) expect(imageConfig(archiveOf(program)).config.User).toBe("65532:65532");
});

it("builds for another processor on this one", async () => {
  const [archive = ""] = await buildImages(["--program", "storage", "--arch", "arm64"]);
  expect(imageConfig(archive).architecture).toBe("arm64");
  const root = mkdtempSync(join(folder, "arm64-"));
  await unpack(archive, root);
  // e_machine, elf(5): 183 is EM_AARCH64.
  expect(elfMachine(join(root, "usr/local/bin/node"))).toBe(183);
  expect(elfMachine(join(root, "lib/ld-linux-aarch64.so.1"))).toBe(183);
});

it("lets config-scan read its own files and write its outcome, and refuses everything else", async () => {
  const root = await unpacked("config-scan");
  const attempt = (code: string) =>
    inImage(root, `try { ${code}; console.log("done") } catch (e) { console.log(e.code) }`);
  const fs = 'const fs = require("node:fs");';
  expect(await attempt(`${fs} fs.readdirSync("/app/policies/rules")`)).toBe("done");
  expect(await attempt(`${fs} fs.writeFileSync("/dev/termination-log", "{}")`)).toBe("done");
  expect(await attempt(`${fs} fs.readFileSync("/etc/passwd")`)).toBe("ERR_ACCESS_DENIED");
  expect(await attempt(`${fs} fs.writeFileSync("/app/main.mjs", "")`)).toBe("ERR_ACCESS_DENIED");
  expect(await attempt('require("node:child_process").execFileSync("/usr/local/bin/node")')).toBe("ERR_ACCESS_DENIED");
  expect(await attempt('new (require("node:worker_threads").Worker)("/app/main.mjs")')).toBe("ERR_ACCESS_DENIED");
  expect(await attempt('process.dlopen({ exports: {} }, "/app/x.node")')).toBe("ERR_DLOPEN_DISABLED");
});

it.each([
  ["dispatcher", "JOB_TEMPLATES_DIR"],
  ["storage", "KUBERNETES_SERVICE_HOST"],
  ["config-scan", "SCAN_REQUEST"],
])("starts %s, which says what it lacks", async (program, missing) => {
  const root = await unpacked(program);
  const { Entrypoint } = imageConfig(archiveOf(program)).config;
  const failure = await inRoot(root, Entrypoint).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(CommandError);
  expect((failure as CommandError).exitCode).toBe(70);
  expect((failure as CommandError).output).toContain(missing);
});

/** The files of an image in a folder that its user may enter, with a place for the termination message. */
async function unpacked(program: string): Promise<string> {
  const root = mkdtempSync(join(folder, `${program}-`));
  await unpack(archiveOf(program), root);
  await runCommand("mkdir", ["-m", "777", join(root, "dev")]);
  await runCommand("chmod", ["755", folder, root]);
  return root;
}

/** Runs code in place of the program, with the permissions of the image's own command line. */
async function inImage(root: string, code: string): Promise<string> {
  const { Entrypoint } = imageConfig(archiveOf("config-scan")).config;
  const output = await inRoot(root, [...Entrypoint.slice(0, -1), "--no-warnings", "-e", code]);
  return output.trim();
}

/** Runs a command of an unpacked image as its user, seeing nothing but the image. */
function inRoot(root: string, command: string[]): Promise<string> {
  const env = { PATH: process.env.PATH ?? "" };
  return runCommand("chroot", ["--userspec=65532:65532", root, ...command], { env });
}

/** Kind of processor of a program or library. */
function elfMachine(file: string): number {
  const header = Buffer.alloc(20);
  readSync(openSync(file, "r"), header, 0, 20, 0);
  return header.readUInt16LE(18);
}
