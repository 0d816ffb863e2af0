import type { Cluster } from "@sortie/kube";
import type { ObjectSource } from "@sortie/posture";
import { fileSource } from "./collect/file-source.ts";
import { loggingProgress } from "./collect/log-progress.ts";
import type { Config } from "./config.ts";
import type { Context } from "./connect-cluster.ts";

/** Results go to an API server, or to a file descriptor. `isBesideObjects`: that server has what they are about as well. */
type ResultPlace = { storage: Cluster; isBesideObjects: boolean } | { storage: undefined; resultsFd: number };

/**
 * Where objects come from, `scanned` being the cluster where they do so from one, and where results go to. Disposing of it
 * closes the connections.
 */
type Connected = { source: ObjectSource; scanned: Cluster | undefined } & ResultPlace & AsyncDisposable;

/**
 * Connects to both API servers, where there are any, and asks the scanned one where it runs.
 *
 * @throws JobError `invalid_input` for a kubeconfig that cannot be used, `cluster_unreachable` to be retried.
 */
export async function connect(config: Config, context: Context): Promise<Connected> {
  await using connections = new AsyncDisposableStack();
  const open = async (kubeconfig: string | undefined, name?: string) => {
    const { connectTo } = await loadConnecting();
    return connections.adopt(await connectTo(kubeconfig, name, context.signal), (cluster) => cluster.close());
  };
  const place: ResultPlace =
    config.RESULTS_FD === undefined
      ? { storage: await open(config.STORAGE_KUBECONFIG), isBesideObjects: isOneCluster(config) }
      : { storage: undefined, resultsFd: config.RESULTS_FD };
  const { SCANNED_OBJECTS: objects } = config;
  const readCluster = async () => {
    const { sourceOf } = await loadConnecting();
    const scanned = await open(config.SCANNED_KUBECONFIG, config.SCANNED_CONTEXT);
    return { source: await sourceOf(scanned, config, context), scanned };
  };
  const readFile = (file: string) => ({ source: fileSource(file, context.signal), scanned: undefined });
  const { source, scanned } = objects === undefined ? await readCluster() : readFile(objects);
  const kept = connections.move();
  return {
    source: loggingProgress(source, context.log),
    scanned,
    ...place,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Whether everything is in the cluster that the pod runs in. */
function isOneCluster(config: Config): boolean {
  const elsewhere = [config.SCANNED_OBJECTS, config.SCANNED_KUBECONFIG, config.SCANNED_CONTEXT];
  return [...elsewhere, config.STORAGE_KUBECONFIG].every((one) => one === undefined);
}

/** What talks to servers takes a good part of the program's start, and a scan of files has none. */
function loadConnecting() {
  return import("./connect-cluster.ts");
}
