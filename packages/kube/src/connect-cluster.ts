import type { Access } from "./access/access.ts";
import { inClusterAccess } from "./access/in-cluster.ts";
import type { Cluster } from "./cluster.ts";
import { listPages } from "./list.ts";
import { objectCalls } from "./object-calls.ts";
import { watchForever } from "./watch/watch.ts";

export type ConnectOptions = {
  /** Path of a kubeconfig, or several as in `KUBECONFIG`. Absent: the service account of the pod. */
  kubeconfig?: string | undefined;
  /** Context of the kubeconfig; absent: its current one. */
  context?: string | undefined;
  /** `program/version`: names the program in the API server's audit log. */
  userAgent: string;
  /** Ends the calls that are given no signal of their own. It does not close the connections. */
  signal?: AbortSignal | undefined;
};

/**
 * Prepares the connection to an API server. Nothing is sent yet: an unreachable server shows with the first call.
 *
 * @throws ConnectionError with code `not_in_cluster` or `invalid_kubeconfig`.
 */
export async function connectCluster({ kubeconfig, context, userAgent, signal }: ConnectOptions): Promise<Cluster> {
  signal?.throwIfAborted();
  const access = kubeconfig === undefined ? await inClusterAccess() : await fromKubeconfig(kubeconfig, context);
  return clusterOf(access, { userAgent, signal });
}

async function fromKubeconfig(path: string, context: string | undefined): Promise<Access> {
  const { kubeconfigAccess } = await import("./access/kubeconfig.ts"); // pods need no YAML parser
  return kubeconfigAccess(path, context);
}

/** The calls over one way to a server. */
export async function clusterOf(
  access: Access,
  options: { userAgent: string; signal?: AbortSignal | undefined },
): Promise<Cluster> {
  // It brings TLS along, and not every run of a program that can talk to a cluster does.
  const { createTransport } = await import("./transport/transport.ts");
  const transport = createTransport(access, options);
  const list = listPages(transport);
  return {
    server: transport.server,
    namespace: transport.namespace,
    clock: transport.clock,
    list,
    watch: watchForever({ transport, list }, { firstSeconds: 0.2, maxSeconds: 10 }),
    ...objectCalls(transport),
    request: (method, path, { body, text = body === undefined ? undefined : JSON.stringify(body), ...call } = {}) =>
      transport.json({ method, path, body: text, ...call }),
    close: () => transport.close(),
  };
}
