import { copyFileSync, readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { cached } from "./cache.ts";
import { pauseImage } from "./node-files.ts";
import { runCommand } from "./run-command.ts";
import { shortHash } from "./tools.ts";

const containerfile = join(import.meta.dirname, "components", "pause", "Containerfile");
const overlayfs = 0x794c7630;

/** A docker-archive of the image that holds each pod's namespaces. */
export async function pauseArchive(binaries: string): Promise<string> {
  const program = join(binaries, "pause");
  const key = shortHash(readFileSync(program), readFileSync(containerfile));
  const directory = await cached(`pause-${key}`, async (made) => {
    const driver = statfsSync(made).type === overlayfs ? "vfs" : "overlay";
    const stores = ["--root", join(made, "root"), "--runroot", join(made, "run"), "--storage-driver", driver];
    copyFileSync(program, join(made, "pause"));
    const env = { ...process.env, BUILDAH_ISOLATION: "chroot" };
    const build = ["bud", "-q", "--timestamp", "0", "-t", pauseImage, "-f", containerfile, made];
    await runCommand("buildah", [...stores, ...build], { env });
    await runCommand(
      "buildah",
      [...stores, "push", "-q", pauseImage, `docker-archive:${join(made, "pause.tar")}:${pauseImage}`],
      { env },
    );
    await runCommand("rm", ["-rf", join(made, "root"), join(made, "run")]);
  });
  return join(directory, "pause.tar");
}
