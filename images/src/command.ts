import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { readApp } from "./app-rootfs.ts";
import { baseRootfs } from "./base-rootfs.ts";
import { buildImage, prepareContext } from "./build-image.ts";
import { installCommand } from "./installed-command.ts";
import { type Platform, platformOf } from "./platform.ts";
import { type Program, programs } from "./programs.ts";

const usage = "usage: npm run images -- [--arch amd64|arm64] [--program NAME]… [--prepare DIR] | --command DIR";

/**
 * Builds the images that are asked for, all by default. Archives are named on standard output, one a line; what a person
 * wants to know goes to standard error. Returns the exit code: 0 done, 1 failed, 2 not understood.
 */
export async function runImagesCommand(line: string[]): Promise<number> {
  if (line.includes("--help")) {
    console.log(usage);
    return 0;
  }
  try {
    const { platform, chosen, prepare, command } = readCommandLine(line);
    if (command !== undefined) await installCommand(command);
    else if (prepare === undefined) await buildAll(chosen, platform);
    else await prepareAll(chosen, platform, prepare);
    return 0;
  } catch (error) {
    console.error(messageOf(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

class UsageError extends Error {
  override name = "UsageError";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What is asked for. `prepare` and `command` are folders. */
type CommandLine = {
  platform: Platform;
  chosen: Program[];
  prepare: string | undefined;
  command: string | undefined;
};

export function readCommandLine(line: string[]): CommandLine {
  const text = { type: "string" } as const;
  const options = { arch: text, program: { ...text, multiple: true }, prepare: text, command: text } as const;
  try {
    const { prepare, command, arch, program } = parseArgs({ args: line, options }).values;
    const names = program ?? programs.map(({ name }) => name);
    return { platform: platformOf(arch), chosen: names.map(programOf), prepare, command };
  } catch (error) {
    throw new UsageError(`${messageOf(error)}\n${usage}`, { cause: error });
  }
}

function programOf(name: string): Program {
  const program = programs.find((one) => one.name === name);
  if (program) return program;
  throw new Error(`--program must be one of ${programs.map((one) => one.name).join(", ")}, not ${name}`);
}

async function buildAll(chosen: Program[], platform: Platform): Promise<void> {
  for (const program of chosen) {
    const startedAt = performance.now();
    const { archive, archiveBytes, appBytes, built } = await buildImage(program, platform);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const sizes = `${megabytes(archiveBytes)} MB, of that the program ${megabytes(appBytes)} MB`;
    console.error(`${program.name} ${platform.arch}: ${built ? `built in ${seconds} s` : "unchanged"}, ${sizes}`);
    console.log(archive);
  }
}

async function prepareAll(chosen: Program[], platform: Platform, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const apps = await Promise.all(
    chosen.map(async (program) => [program, await readApp(program)] satisfies [unknown, unknown]),
  );
  await prepareContext(folder, (await baseRootfs(platform)).folder, platform, apps);
  console.error(`prepared: build with --target PROGRAM -f images/Containerfile ${folder}`);
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
