// The front door: a cluster for tests, whichever way this machine has one.
import { givenCluster } from "./given-cluster.ts";
import { kindCluster } from "./kind-cluster.ts";
import {
  downOwnCluster,
  killInOwnCluster,
  loadIntoOwnCluster,
  startInOwnCluster,
  upOwnCluster,
} from "./own-cluster.ts";
import type { Place } from "./place.ts";
import type { ProgramName } from "./programs.ts";
import { runCommand } from "./run-command.ts";
import { holderPid, insideSandbox } from "./sandbox.ts";
import { kubectlPath } from "./tools.ts";

export type Cluster = {
  name: string;
  /** Path of an administrator's kubeconfig that works from this process's own network. */
  kubeconfig: string;
  /** Path of the node's network namespace; absent where the node is not one of ours. */
  netns?: string;
  /** Runs a command on the node and returns its standard output. */
  exec(command: string, args: string[]): Promise<string>;
  kubectl(args: string[], options?: { input?: string }): Promise<string>;
  /** Makes the images of a docker-archive known to the node, under the names the archive carries. */
  loadImage(archive: string): Promise<void>;
  /** Kills a program of the cluster at once and leaves it dead. */
  kill(program: ProgramName): Promise<void>;
  /** Starts a killed program. With etcd or kube-apiserver it returns when the API answers, unless the other is dead. */
  start(program: ProgramName): Promise<void>;
  restart(program: ProgramName): Promise<void>;
  /** Takes the cluster down, unless it was given to us. */
  stop(): Promise<void>;
};

export const defaultName = "sortie";

/**
 * A running cluster. `E2E_KUBECONFIG` names one that exists; `E2E_CLUSTER=kind` uses kind; otherwise the cluster is made
 * of Go modules and Debian packages in namespaces of its own. Calling it again for a cluster that is up changes nothing.
 */
export async function bringUp({ name = defaultName }: { name?: string } = {}): Promise<Cluster> {
  const parts = await clusterParts(name);
  const kubectl = await kubectlPath();
  return {
    name,
    ...parts,
    kubectl: (args, options) => runCommand(kubectl, ["--kubeconfig", parts.kubeconfig, ...args], options),
    restart: async (program) => {
      await parts.kill(program);
      await parts.start(program);
    },
  };
}

/** Takes the cluster of that name down, in whatever state it is. */
export async function takeDown({ name = defaultName }: { name?: string } = {}): Promise<void> {
  const kind = clusterKind();
  if (kind === "own") await downOwnCluster(name);
  if (kind === "kind") await (await kindCluster(name, { create: false })).stop();
}

/** Which of the three ways the environment asks for. */
export function clusterKind(): "given" | "kind" | "own" {
  if (process.env.E2E_KUBECONFIG) return "given";
  const kind = process.env.E2E_CLUSTER;
  if (kind && kind !== "kind") throw new Error(`E2E_CLUSTER must be "kind" or absent, not "${kind}"`);
  return kind ? "kind" : "own";
}

export type ClusterParts = Omit<Cluster, "name" | "kubectl" | "restart">;

async function clusterParts(name: string): Promise<ClusterParts> {
  const kind = clusterKind();
  if (kind === "given") return givenCluster(process.env.E2E_KUBECONFIG ?? "");
  return kind === "kind" ? kindCluster(name, { create: true }) : ownCluster(await upOwnCluster(name));
}

function ownCluster(place: Place): ClusterParts {
  return {
    kubeconfig: place.kubeconfig,
    netns: `/proc/${holderPid(place)}/ns/net`,
    exec: (command, args) => insideSandbox(place, command, args),
    loadImage: (archive) => loadIntoOwnCluster(place, archive),
    kill: (program) => killInOwnCluster(place, program),
    start: (program) => startInOwnCluster(place, program),
    stop: () => downOwnCluster(place.name),
  };
}
