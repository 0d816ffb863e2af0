import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rootCertificates } from "node:tls";
import { cached, shortHash } from "./cache.ts";
import { lockedNode, nodeBinary } from "./node-binary.ts";
import { isNative, type Platform } from "./platform.ts";
import { runCommand } from "./run-command.ts";
import { type Placement, sharedLibraries } from "./shared-libraries.ts";

/** Small files every image has. `hosts: files dns` makes /etc/hosts win over DNS, as Kubernetes expects. */
const textFiles: [path: string, content: string][] = [
  ["etc/passwd", "root:x:0:0:root:/:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n"],
  ["etc/group", "root:x:0:\nnonroot:x:65532:\n"],
  ["etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"],
];

/** The folder that becomes the shared layer: Node, its libraries, the certificates of public authorities, an account. */
export async function baseRootfs(platform: Platform): Promise<{ folder: string; key: string }> {
  const node = await nodeBinary(platform);
  const libraries = await sharedLibraries(platform, node);
  const stripper = isNative(platform) ? await stripVersion() : undefined;
  const key = shortHash(
    platform.arch,
    lockedNode(platform).integrity,
    stripper ?? "",
    ...libraries.flatMap(({ from, to }) => [to, readFileSync(from)]),
    readFileSync(import.meta.filename),
    rootCertificates.join("\n"),
  );
  const folder = await cached(`base-${platform.arch}-${key}`, async (root) => {
    fillBase(root, libraries);
    await copyNode(node, join(root, "usr/local/bin/node"), stripper !== undefined);
  });
  return { folder, key };
}

function fillBase(root: string, libraries: Placement[]): void {
  for (const { from, to } of libraries) copyFileSync(from, place(root, to, 0o755));
  for (const [path, content] of textFiles) writeFileSync(place(root, path, 0o644), content);
  writeFileSync(place(root, "etc/ssl/certs/ca-certificates.crt", 0o644), `${rootCertificates.join("\n")}\n`);
  mkdirSync(join(root, "tmp"));
  for (const { to } of libraries) chmodSync(join(root, to), 0o755);
  chmodSync(join(root, "tmp"), 0o1777);
}

/** Path of a file under `root`, with its folder and an empty file of that mode made. */
function place(root: string, path: string, mode: number): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
  writeFileSync(file, "");
  chmodSync(file, mode);
  return file;
}

/** Without its symbol table the binary is 18 MB smaller. The machine's own binutils know only its own processor. */
async function copyNode(from: string, to: string, strip: boolean): Promise<void> {
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  if (strip) await runCommand("strip", ["-o", to, from]);
  else copyFileSync(from, to);
  chmodSync(to, 0o755);
}

async function stripVersion(): Promise<string | undefined> {
  try {
    return (await runCommand("strip", ["--version"])).split("\n")[0];
  } catch {
    return undefined;
  }
}
