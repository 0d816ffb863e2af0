import { renameSync, writeFileSync } from "node:fs";

/**
 * Writes how to reach the server, readable by its owner only. Renamed into place: whoever waits for the file never sees
 * half of it. JSON is YAML.
 */
export function writeKubeconfig(file: string, server: string, token: string): void {
  const name = "sortie";
  const content = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: "kubescape" } }],
    "current-context": name,
  };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(content, null, 2), { mode: 0o600 });
  renameSync(draft, file);
}
