import { bringUp, type Cluster } from "../cluster/cluster.ts";
import { uninstall } from "../e2e/installation.ts";
import { installStorage, type StorageProcess } from "./storage-process.ts";

/** The cluster that tests of parts share, with storage beside it, which answers. @param env As `installStorage` takes it. */
export async function storageOnCluster(
  env?: Record<string, string>,
): Promise<{ cluster: Cluster; storage: StorageProcess }> {
  const cluster = await bringUp({ name: "parts" });
  // There is one APIService of the group in a cluster, and a release of the chart brings its own.
  await uninstall(cluster);
  const storage = await installStorage(cluster, env);
  await storage.waitUntilAvailable().catch(async (error: unknown) => {
    await storage.remove();
    throw error;
  });
  return { cluster, storage };
}
