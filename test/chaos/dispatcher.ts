import { setTimeout as pause } from "node:timers/promises";
import type { Cluster } from "../cluster/cluster.ts";
import { poll } from "../cluster/run-command.ts";
import { type Answer, portForward, postTo } from "../e2e/callers.ts";
import { namespace } from "../e2e/installation.ts";

const deployment = ["deployment/dispatcher", "-n", namespace];

/** Kills the dispatcher's process at once, as the kernel would for want of memory. */
export async function killDispatcher(cluster: Cluster): Promise<void> {
  const path = "-o=jsonpath={.items[0].status.containerStatuses[0].containerID}";
  const id = await cluster.kubectl(["get", "pods", "-n", namespace, "-l=app=operator", path]);
  const kill = ["tasks", "kill", "--signal=SIGKILL", id.replace("containerd://", "")];
  await cluster.exec("ctr", ["--address=/run/containerd/containerd.sock", "--namespace=k8s.io", ...kill]);
}

/**
 * A new pod in place of one that was killed: kubelet lets a container that crashes often wait for minutes. The
 * Deployment's status says for a while yet that the one that is gone is available, so the new one is asked for itself.
 */
export async function replaceDispatcher(cluster: Cluster): Promise<void> {
  const killed = await dispatcherPods(cluster);
  await cluster.kubectl(["delete", "pods", "-n", namespace, "-l=app=operator", "--force", "--grace-period=0"]);
  const next = await poll(60, async () => (await dispatcherPods(cluster)).find((pod) => !killed.includes(pod)));
  if (next === undefined) throw new Error("there is no new pod of the dispatcher");
  await cluster.kubectl(["wait", next, "-n", namespace, "--for=condition=Ready", "--timeout=60s"]);
}

/** As `pod/NAME`. */
async function dispatcherPods(cluster: Cluster): Promise<string[]> {
  const names = await cluster.kubectl(["get", "pods", "-n", namespace, "-l=app=operator", "-o=name"]);
  return names.split("\n").filter((name) => name !== "");
}

/** Leaves the cluster without a dispatcher for a while. */
export async function withoutDispatcher(cluster: Cluster, seconds: number): Promise<void> {
  await cluster.kubectl(["scale", ...deployment, "--replicas=0"]);
  await pause(seconds * 1000);
  await cluster.kubectl(["scale", ...deployment, "--replicas=1"]);
  await cluster.kubectl(["rollout", "status", ...deployment, "--timeout=60s"]);
}

/** Posts on the dispatcher's loopback. `undefined`: the connection was lost before there was an answer. */
export async function post(cluster: Cluster, body: object): Promise<Answer | undefined> {
  const way = await portForward(cluster);
  try {
    return await postTo(way.url, body);
  } catch {
    return undefined;
  } finally {
    await way.close();
  }
}
