import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cached } from "./cache.ts";
import type { Platform } from "./platform.ts";
import { repository } from "./programs.ts";
import { runCommand } from "./run-command.ts";

type LockedPackage = { version: string; integrity: string };

/** Version and integrity of the Node package the lock file pins. */
export function lockedNode({ nodePackage }: Platform): LockedPackage {
  const lock = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockedPackage | undefined>;
  };
  const locked = lock.packages[`node_modules/${nodePackage}`];
  if (!locked) throw new Error(`package-lock.json does not pin ${nodePackage}`);
  return locked;
}

/** Path of the pinned Node for a platform. npm installs the machine's own; another one is fetched into the cache. */
export async function nodeBinary(platform: Platform): Promise<string> {
  const installed = join(repository, "node_modules", platform.nodePackage, "bin", "node");
  if (existsSync(installed)) return installed;
  const { version, integrity } = lockedNode(platform);
  const folder = await cached(`${platform.nodePackage}-${version}`, async (temporary) => {
    console.error(`fetching Node ${version} for ${platform.arch} from the npm registry …`);
    const pack = ["pack", "--silent", `${platform.nodePackage}@${version}`];
    const archive = join(temporary, (await runCommand("npm", pack, { cwd: temporary })).trim());
    verifyIntegrity(readFileSync(archive), integrity);
    await runCommand("tar", ["-xzf", archive, "-C", temporary, "package/bin/node"]);
    rmSync(archive);
  });
  return join(folder, "package", "bin", "node");
}

/** `integrity` is Subresource Integrity (https://www.w3.org/TR/sri-2): algorithm, dash, base64 digest. */
export function verifyIntegrity(bytes: Uint8Array, integrity: string): void {
  const [algorithm = "", expected] = integrity.split("-", 2);
  if (createHash(algorithm).update(bytes).digest("base64") !== expected) {
    throw new Error("the package that was fetched is not the one package-lock.json pins");
  }
}
