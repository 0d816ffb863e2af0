import { readFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import { ConnectionError } from "../api-error.ts";
import type { Access } from "./access.ts";
import { changingFile } from "./changing-file.ts";

const serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * Access from inside a pod with its service account (Kubernetes, "Accessing the Kubernetes API from a Pod"). Token and
 * certificate authority are read again when their files change: a projected token lives for an hour.
 *
 * @throws ConnectionError with code `not_in_cluster` where there is no service account.
 */
export async function inClusterAccess(
  folder = serviceAccountFolder,
  // biome-ignore lint/style/noProcessEnv: kubelet gives the API server's address to every container this way only
  env: NodeJS.ProcessEnv = process.env,
): Promise<Access> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (!host || !port) {
    throw new ConnectionError("not_in_cluster", "no kubeconfig given and KUBERNETES_SERVICE_HOST/PORT are not set");
  }
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  if (!URL.canParse(server)) {
    throw new ConnectionError("not_in_cluster", `KUBERNETES_SERVICE_HOST/PORT make no address: ${server}`);
  }
  const token = changingFile(join(folder, "token"));
  const ca = changingFile(join(folder, "ca.crt"));
  const namespace = await readFile(join(folder, "namespace"), "utf8").catch((err: NodeJS.ErrnoException) => {
    const problem = `the pod has no service account: ${err.path} cannot be read (${err.code})`;
    throw new ConnectionError("not_in_cluster", problem, { cause: err });
  });
  return {
    server,
    namespace: namespace.trim(),
    credentials: async () => ({
      headers: { authorization: `Bearer ${(await token()).trim()}` },
      tls: { ca: await ca() },
    }),
  };
}
