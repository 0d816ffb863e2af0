import { mkdirSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { cached } from "./cache.ts";
import { isNative, type Platform } from "./platform.ts";
import { runCommand } from "./run-command.ts";

/** A file to copy: where it is on this machine and where it goes in the image. */
export type Placement = { from: string; to: string };

/** The loader and the shared libraries Node needs, from this machine where it has them, else from Debian. */
export async function sharedLibraries(platform: Platform, node: string): Promise<Placement[]> {
  if (!isNative(platform)) return debianLibraries(platform);
  return placementsOf(await runCommand("ldd", [node]), platform);
}

/** Reads what ldd(1) prints: `NAME => FILE (ADDRESS)`, and for the loader `FILE (ADDRESS)`. */
export function placementsOf(ldd: string, platform: Platform): Placement[] {
  const files = [...ldd.matchAll(/(\/\S+) \(0x/g)].map(([, file = ""]) => file);
  const libraries = files.filter((file) => basename(file) !== basename(platform.loader));
  const loader = files.find((file) => basename(file) === basename(platform.loader));
  if (!loader || libraries.length === 0) throw new Error(`ldd names no loader ${platform.loader}:\n${ldd}`);
  return [
    { from: loader, to: platform.loader },
    ...libraries.map((from) => ({ from, to: join(platform.libraries, basename(from)) })),
  ];
}

const debianPackages = ["libc6", "libgcc-s1", "libstdc++6"];
const neededLibrary = /^(libc|libm|libdl|libpthread|libgcc_s|libstdc\+\+)\.so\.\d+$/;

/** Downloads another architecture's packages with apt's settings and lists in a folder of our own. */
async function debianLibraries(platform: Platform): Promise<Placement[]> {
  const folder = await cached(`debian-${platform.arch}`, async (temporary) => {
    console.error(`fetching the C library for ${platform.arch} from Debian …`);
    const apt = join(temporary, "apt");
    for (const name of ["state/lists", "cache/archives"]) mkdirSync(join(apt, name, "partial"), { recursive: true });
    const options = [
      ["Dir::State", join(apt, "state")],
      ["Dir::State::status", "/dev/null"],
      ["Dir::Cache", join(apt, "cache")],
      ["APT::Architecture", platform.arch],
      ["APT::Architectures", platform.arch],
      // apt gives up its rights for the download, and the account it takes cannot enter the cache.
      ["APT::Sandbox::User", "root"],
    ].flatMap(([key, value]) => ["-o", `${key}=${value}`]);
    await runCommand("apt-get", [...options, "-qq", "update"]);
    await runCommand("apt-get", [...options, "-qq", "download", ...debianPackages], { cwd: temporary });
    for (const file of readdirSync(temporary).filter((name) => name.endsWith(".deb"))) {
      await runCommand("dpkg-deb", ["-x", join(temporary, file), join(temporary, "root")]);
    }
    await runCommand("rm", ["-rf", apt]);
  });
  const root = join(folder, "root");
  const libraries = [join(root, platform.libraries), join(root, "usr", platform.libraries)].flatMap(filesOf);
  return [
    { from: join(root, platform.libraries, basename(platform.loader)), to: platform.loader },
    ...libraries
      .filter((file) => neededLibrary.test(basename(file)))
      .map((from) => ({ from, to: join(platform.libraries, basename(from)) })),
  ];
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).map((name) => join(folder, name));
}
