import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { ClusterParts } from "./cluster.ts";
import { placeOf } from "./place.ts";
import { runCommand } from "./run-command.ts";

/** A cluster of kind (https://kind.sigs.k8s.io), where Docker is. `kind` must be on PATH. */
export async function kindCluster(name: string, { create }: { create: boolean }): Promise<ClusterParts> {
  const { directory, kubeconfig } = placeOf(name);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const existing = (await runCommand("kind", ["get", "clusters"])).split("\n");
  if (existing.includes(name))
    await runCommand("kind", ["export", "kubeconfig", "--name", name, "--kubeconfig", kubeconfig]);
  else if (create) await createCluster(name, kubeconfig);
  const refuse = () => Promise.reject(new Error("programs of a kind cluster are not killed or started one by one"));
  return {
    kubeconfig,
    exec: (command, args) => runCommand("docker", ["exec", `${name}-control-plane`, command, ...args]),
    loadImage: (archive) => loadIntoKind(name, archive),
    kill: refuse,
    start: refuse,
    stop: async () => {
      await runCommand("kind", ["delete", "cluster", "--name", name, "--kubeconfig", kubeconfig]);
    },
  };
}

export async function loadIntoKind(name: string, archive: string): Promise<void> {
  await runCommand("kind", ["load", "image-archive", resolve(archive), "--name", name]);
}

async function createCluster(name: string, kubeconfig: string): Promise<void> {
  console.error(`creating the kind cluster ${name} (1 to 3 minutes) …`);
  await runCommand("kind", ["create", "cluster", "--name", name, "--kubeconfig", kubeconfig, "--wait", "180s"]);
}
