import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { clusterOf } from "../connect-cluster.ts";
import { pem, startServer } from "../scripted-server.ts";
import { inClusterAccess } from "./in-cluster.ts";

/** A service account's folder as kubelet mounts it, and a way to replace a file of it as kubelet does. */
async function serviceAccount(files: { token: string; "ca.crt": string }) {
  const folder = await mkdtemp(join(tmpdir(), "sortie-kube-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const replace = async (name: string, content: string) => {
    await writeFile(join(folder, `${name}.new`), content);
    await rename(join(folder, `${name}.new`), join(folder, name));
  };
  for (const [name, content] of Object.entries({ namespace: "kubescape", ...files })) await replace(name, content);
  return { folder, replace };
}

const addressOf = ({ port }: { port: number }) => ({
  KUBERNETES_SERVICE_HOST: "127.0.0.1",
  KUBERNETES_SERVICE_PORT: String(port),
});

it("shows the token that the file has at the time of a call", async () => {
  const server = await startServer((request, response) => response.end(JSON.stringify(request.headers.authorization)), {
    tls: "one",
  });
  const { folder, replace } = await serviceAccount({ token: "first\n", "ca.crt": pem("one-ca") });
  const cluster = await clusterOf(await inClusterAccess(folder, addressOf(server)), { userAgent: "test/1" });
  expect(cluster.namespace).toBe("kubescape");

  expect(await cluster.request("GET", "/")).toBe("Bearer first");
  await replace("token", "second\n");
  expect(await cluster.request("GET", "/")).toBe("Bearer second");
});

it("trusts the certificate authority that the file has at the time of a call", async () => {
  const server = await startServer((_request, response) => response.end("{}"), { tls: "other" });
  const { folder, replace } = await serviceAccount({ token: "t", "ca.crt": pem("one-ca") });
  const cluster = await clusterOf(await inClusterAccess(folder, addressOf(server)), { userAgent: "test/1" });

  await expect(cluster.request("GET", "/")).rejects.toMatchObject({ name: "ConnectionError" });
  await replace("ca.crt", pem("other-ca"));
  await expect(cluster.request("GET", "/")).resolves.toEqual({});
});

it("writes an IPv6 address as a URL does", async () => {
  const { folder } = await serviceAccount({ token: "t", "ca.crt": "" });
  const env = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "443" };
  expect((await inClusterAccess(folder, env)).server).toBe("https://[fd00::1]:443");
});

it.each<[what: string, env: Record<string, string>, message: string]>([
  ["the process is in no cluster", {}, "KUBERNETES_SERVICE_HOST/PORT are not set"],
  ["the pod has no service account", addressOf({ port: 1 }), "/nowhere/namespace cannot be read (ENOENT)"],
  [
    "the port is none",
    { KUBERNETES_SERVICE_HOST: "10.0.0.1", KUBERNETES_SERVICE_PORT: "tcp://10.0.0.1:443" },
    "KUBERNETES_SERVICE_HOST/PORT make no address",
  ],
])("says that %s", async (_what, env, message) => {
  await expect(inClusterAccess("/nowhere", env)).rejects.toMatchObject({
    code: "not_in_cluster",
    message: expect.stringContaining(message) as string,
  });
});
