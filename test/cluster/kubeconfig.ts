import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a kubeconfig (JSON, which is YAML) that carries the certificate and key `user` of the PKI directory. */
export function writeKubeconfig(
  file: string,
  at: { cluster: string; server: string; pki: string; user: string },
): void {
  const base64 = (name: string) => readFileSync(join(at.pki, name)).toString("base64");
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: at.cluster, cluster: { server: at.server, "certificate-authority-data": base64("ca.crt") } }],
    users: [
      {
        name: at.user,
        user: {
          "client-certificate-data": base64(`${at.user}.crt`),
          "client-key-data": base64(`${at.user}.key`),
        },
      },
    ],
    contexts: [{ name: at.cluster, context: { cluster: at.cluster, user: at.user } }],
    "current-context": at.cluster,
  };
  writeFileSync(file, `${JSON.stringify(kubeconfig, null, 2)}\n`, { mode: 0o600 });
}
