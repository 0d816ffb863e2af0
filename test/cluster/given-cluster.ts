import { resolve } from "node:path";
import type { ClusterParts } from "./cluster.ts";
import { loadIntoKind } from "./kind-cluster.ts";
import { runCommand } from "./run-command.ts";
import { kubectlPath } from "./tools.ts";

/** A cluster that exists already. Nothing is created or deleted in bringing it "up" and "down"; it must only answer. */
export async function givenCluster(file: string): Promise<ClusterParts> {
  const kubeconfig = resolve(file);
  const kubectl = ["--kubeconfig", kubeconfig];
  await runCommand(await kubectlPath(), [...kubectl, "get", "--raw", "/readyz"]);
  const context = (await runCommand(await kubectlPath(), [...kubectl, "config", "current-context"])).trim();
  const refuse = (what: string) => () =>
    Promise.reject(new Error(`cannot ${what} the cluster of E2E_KUBECONFIG, which is not ours`));
  return {
    kubeconfig,
    exec: refuse("run commands on a node of"),
    loadImage: context.startsWith("kind-")
      ? (archive) => loadIntoKind(context.slice("kind-".length), archive)
      : refuse("load images into"),
    kill: refuse("kill programs of"),
    start: refuse("start programs of"),
    stop: async () => undefined,
  };
}
