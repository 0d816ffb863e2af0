import type { Cluster } from "../cluster/cluster.ts";

let made = 0;

/**
 * A namespace for one test, and what takes it away behind it; nobody waits for that.
 *
 * @param prefix Of its name, another for each file: files share a cluster.
 */
export async function namespaceOfTest(
  cluster: Cluster,
  prefix: string,
): Promise<{ name: string; remove: () => Promise<void> }> {
  made += 1;
  const name = `${prefix}-${made}`;
  await cluster.kubectl(["create", "namespace", name]);
  return {
    name,
    remove: async () => {
      await cluster.kubectl(["delete", "namespace", name, "--ignore-not-found", "--wait=false"]);
    },
  };
}
