import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type App, readApp, writeApp } from "./app-rootfs.ts";
import { baseRootfs } from "./base-rootfs.ts";
import { cacheFolder, longUnused, shortHash, withTemporaryFolder } from "./cache.ts";
import type { Platform } from "./platform.ts";
import { imageName, type Program } from "./programs.ts";
import { runCommand } from "./run-command.ts";

const containerfile = join(import.meta.dirname, "..", "Containerfile");

export type Image = {
  program: string;
  arch: string;
  /** Path of the docker-archive. */
  archive: string;
  archiveBytes: number;
  /** Size of the program's own files, before compression. */
  appBytes: number;
  /** False where the archive was in the cache. */
  built: boolean;
};

/** A docker-archive of one program, from the cache where nothing that goes into it has changed. */
export async function buildImage(program: Program, platform: Platform): Promise<Image> {
  const app = await readApp(program);
  const base = await baseRootfs(platform);
  const recipe = readFileSync(containerfile);
  const key = shortHash(program.name, app.key, base.key, recipe);
  const archive = join(cacheFolder("images"), `${program.name}-${platform.arch}-${key}.tar`);
  const built = !existsSync(archive);
  if (built) {
    await withTemporaryFolder(async (folder) => {
      await prepareContext(folder, base.folder, platform, [[program, app]]);
      const made = join(folder, "image.tar");
      await runBuildah(program, platform, folder, made);
      renameSync(made, archive);
    });
    mkdirSync(mapsOf(archive), { recursive: true });
    for (const [name, map] of app.sourceMaps) writeFileSync(join(mapsOf(archive), name), map);
  }
  utimesSync(archive, new Date(), new Date());
  forgetOldArchives(program, platform);
  const appBytes = [...app.files.values()].reduce((sum, content) => sum + content.length, 0);
  return { program: program.name, arch: platform.arch, archive, archiveBytes: statSync(archive).size, appBytes, built };
}

/** Fills a folder with what the Containerfile copies, every file dated 1970 and with a mode of its own. */
export async function prepareContext(
  folder: string,
  base: string,
  platform: Platform,
  apps: [Program, App][],
): Promise<void> {
  await runCommand("cp", ["-a", "--reflink=auto", base, join(folder, `base-${platform.arch}`)]);
  for (const [program, app] of apps) writeApp(app, join(folder, program.name));
  // Modes that were asked for are less with a strict umask, and the account of an image owns none of its files.
  const roots = [`base-${platform.arch}`, ...apps.map(([program]) => program.name)].map((name) => join(folder, name));
  await runCommand("chmod", ["-R", "a+rX", ...roots]);
  await runCommand("find", [folder, "-exec", "touch", "-h", "-d", "@0", "{}", "+"]);
}

/** Magic number of overlayfs, statfs(2): overlayfs cannot lie on top of another overlayfs. */
const overlayfs = 0x794c7630;

async function runBuildah(program: Program, platform: Platform, context: string, archive: string): Promise<void> {
  const driver = statfsSync(context).type === overlayfs ? "vfs" : "overlay";
  const store = ["--root", join(context, ".store"), "--runroot", join(context, ".run"), "--storage-driver", driver];
  const env = { ...process.env, BUILDAH_ISOLATION: "chroot" };
  const name = imageName(program);
  const target = ["--target", program.name, "--arch", platform.arch, "--build-arg", `TARGETARCH=${platform.arch}`];
  const build = ["bud", "-q", "--timestamp", "0", ...target, "-t", name, "-f", containerfile, context];
  await runCommand("buildah", [...store, ...build], { env });
  await runCommand("buildah", [...store, "push", "-q", name, `docker-archive:${archive}:${name}`], { env });
}

/** Folder beside an archive with the source maps of its program, for reading a stack trace of the image. */
function mapsOf(archive: string): string {
  return archive.replace(/tar$/, "maps");
}

/** An archive is 115 MB and every change of a program makes one: only the last few used are kept. */
function forgetOldArchives(program: Program, platform: Platform): void {
  const own = new RegExp(`^${program.name}-${platform.arch}-[0-9a-f]{16}\\.tar$`);
  for (const archive of longUnused(cacheFolder("images"), (name) => own.test(name))) {
    rmSync(archive, { force: true });
    rmSync(mapsOf(archive), { recursive: true, force: true });
  }
}
