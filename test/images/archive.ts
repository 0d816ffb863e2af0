import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { runCommand } from "../cluster/run-command.ts";

const repository = join(import.meta.dirname, "..", "..");

/** Builds images with `npm run images` as a person does, and returns the archives it names. */
export async function buildImages(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const command = [join(repository, "bootstrap.mjs"), "images/src/main.ts", ...args];
  const output = await runCommand(process.execPath, command, {
    cwd: repository,
    env: { ...process.env, INIT_CWD: repository, ...env },
  });
  return output.trim().split("\n");
}

export type ImageConfig = {
  architecture: string;
  config: { User: string; Entrypoint: string[]; Env?: string[] };
  rootfs: { diff_ids: string[] };
};

/** Configuration of the only image of a docker-archive: https://github.com/moby/docker-image-spec */
export function imageConfig(archive: string): ImageConfig {
  return JSON.parse(member(archive, manifestOf(archive).Config)) as ImageConfig;
}

/** Unpacks the layers of an archive into a folder. */
export async function unpack(archive: string, folder: string): Promise<void> {
  for (const layer of manifestOf(archive).Layers) {
    await runCommand("/bin/sh", ["-euc", 'tar -xOf "$0" "$1" | tar -x -C "$2"', archive, layer, folder]);
  }
}

function manifestOf(archive: string): { Config: string; Layers: string[] } {
  return (JSON.parse(member(archive, "manifest.json")) as [{ Config: string; Layers: string[] }])[0];
}

function member(archive: string, name: string): string {
  return spawnSync("tar", ["-xOf", archive, name], { encoding: "utf8" }).stdout;
}
