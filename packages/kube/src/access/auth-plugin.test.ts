import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { connectCluster } from "../connect-cluster.ts";
import { json, refusal, startServer } from "../scripted-server.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sortie-kube-"));
  return () => rm(folder, { recursive: true });
});

/** Connects to a server as a user whose credentials come from a shell script beside the kubeconfig. */
async function connectWithPlugin(script: string, server: string) {
  await writeFile(join(folder, "plugin"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "plugin"), 0o755);
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "./plugin", provideClusterInfo: true };
  const config = {
    "current-context": "here",
    clusters: [{ name: "c", cluster: { server } }],
    users: [{ name: "u", user: { exec } }],
    contexts: [{ name: "here", context: { cluster: "c", user: "u" } }],
  };
  await writeFile(join(folder, "config"), JSON.stringify(config));
  return connectCluster({ kubeconfig: join(folder, "config"), userAgent: "test/1" });
}

/** Counts its runs in a file and gives `token-<run>`. */
const countingPlugin = (folder: string) => `
echo run >> ${folder}/runs
token=token-$(wc -l < ${folder}/runs | tr -d ' ')
echo "{\\"kind\\":\\"ExecCredential\\",\\"status\\":{\\"token\\":\\"$token\\"}}"`;

it("runs a plugin once and again when its token is not accepted", async () => {
  let good = "Bearer token-1";
  const server = await startServer((request, response) => {
    const { authorization } = request.headers;
    (authorization === good ? json({ authorization }) : refusal(401, "Unauthorized"))(request, response);
  });
  const cluster = await connectWithPlugin(countingPlugin(folder), server.url);

  await cluster.request("GET", "/");
  expect(await cluster.request("GET", "/")).toEqual({ authorization: "Bearer token-1" });
  good = "Bearer token-2";
  expect(await cluster.request("GET", "/")).toEqual({ authorization: "Bearer token-2" });
});

it("runs a plugin once for calls that come together", async () => {
  const server = await startServer((request, response) => json(request.headers.authorization)(request, response));
  const cluster = await connectWithPlugin(countingPlugin(folder), server.url);
  const shown = await Promise.all(["/api", "/apis", "/version"].map((path) => cluster.request("GET", path)));
  expect(shown).toEqual(["Bearer token-1", "Bearer token-1", "Bearer token-1"]);
});

it("runs a plugin once when calls are refused together", async () => {
  const server = await startServer(refusal(401, "Unauthorized"));
  const cluster = await connectWithPlugin(countingPlugin(folder), server.url);
  const calls = ["/api", "/apis", "/version"].map((path) => cluster.request("GET", path));
  await Promise.allSettled(calls);
  expect(await readFile(join(folder, "runs"), "utf8")).toBe("run\nrun\n");
});

it("asks a plugin again that has answered without credentials", async () => {
  const server = await startServer((request, response) => json(request.headers.authorization)(request, response));
  const script = `[ -e ${folder}/signed-in ] || { echo '{"status":{}}'; exit; }\n${countingPlugin(folder)}`;
  const cluster = await connectWithPlugin(script, server.url);
  await expect(cluster.request("GET", "/")).rejects.toMatchObject({ code: "auth_plugin" });
  await writeFile(join(folder, "signed-in"), "");
  expect(await cluster.request("GET", "/")).toBe("Bearer token-1");
});

it("takes the answer of a plugin whose child goes on and holds its output", async () => {
  const server = await startServer((request, response) => json(request.headers.authorization)(request, response));
  const child = `(while [ ! -e ${folder}/go ]; do sleep 0.05; done) &`;
  const cluster = await connectWithPlugin(`${child}\n${countingPlugin(folder)}`, server.url);
  expect(await cluster.request("GET", "/", { timeoutSeconds: 10 })).toBe("Bearer token-1");
  await writeFile(join(folder, "go"), "");
});

it("tells a plugin which protocol to speak and which server it is for", async () => {
  const server = await startServer((request, response) => json(request.headers.authorization)(request, response));
  const cluster = await connectWithPlugin(
    `printf '{"status":{"token":"%s"}}' "$(printf '%s' "$KUBERNETES_EXEC_INFO" | base64 -w0)"`,
    server.url,
  );
  const shown = await cluster.request<string>("GET", "/");
  expect(JSON.parse(Buffer.from(shown.replace("Bearer ", ""), "base64").toString())).toEqual({
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: { interactive: false, cluster: { server: server.url } },
  });
});

it.each([
  ["fails", 'echo "sign in with: cloud login" >&2; exit 1', ": sign in with: cloud login"],
  ["complains about its token", "echo no: abcdefghijklmnopqrstuvwxyz0123456789.s3cret >&2; exit 1", ": no: [redacted]"],
  ["prints no JSON", "echo s3cret", ""],
  ["answers without a token", `echo '{"status":{}}'`, ": neither a token nor a client certificate with its key"],
  [
    "answers with a certificate alone",
    `echo '{"status":{"clientCertificateData":"s3cret"}}'`,
    ": neither a token nor a client certificate with its key",
  ],
  [
    "answers in another version of the protocol",
    `echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"s3cret"}}'`,
    ': it answers in "client.authentication.k8s.io/v1beta1", and the kubeconfig asks for "client.authentication.k8s.io/v1"',
  ],
  ["prints without end", "exec yes s3cret", ": it prints more than 1048576 bytes"],
  ["wants an answer of a person", "read -r answer || exit 1", ""],
])("says that a plugin %s, without a secret", async (_how, script, reason) => {
  const cluster = await connectWithPlugin(script, "http://127.0.0.1:1");
  const err: unknown = await cluster.request("GET", "/").catch((thrown: unknown) => thrown);
  expect(err).toMatchObject({
    code: "auth_plugin",
    message: `credential plugin ${join(folder, "plugin")} gave no credentials${reason}`,
  });
  expect(JSON.stringify(err, Object.getOwnPropertyNames(err))).not.toContain("s3cret");
});

it("says of a token that is not accepted that it had expired when it came", async () => {
  const server = await startServer(refusal(401, "Unauthorized"));
  const answer = (at: string) => `echo '{"status":{"token":"s3cret","expirationTimestamp":"${at}"}}'`;
  const refused = async (at: string) =>
    (await connectWithPlugin(answer(at), server.url)).request("GET", "/").catch((err: Error) => err.message);
  expect(await refused("2020-02-03T04:05:06Z")).toBe(
    `GET /: it is Unauthorized; by this machine's clock, what credential plugin ${join(folder, "plugin")} gave expired at 2020-02-03T04:05:06.000Z`,
  );
  expect(await refused("2999-02-03T04:05:06Z")).toBe("GET /: it is Unauthorized");
});

it("does not wait for a plugin longer than for the call, and ends it", async () => {
  const ended = `trap 'echo ended > ${folder}/ended; exit' TERM`;
  const cluster = await connectWithPlugin(`${ended}\nwhile :; do sleep 0.05; done`, "http://127.0.0.1:1");
  await expect(cluster.request("GET", "/", { timeoutSeconds: 1 })).rejects.toMatchObject({ code: "timeout" });
  await expect.poll(() => readFile(join(folder, "ended"), "utf8").catch(() => ""), { timeout: 5000 }).toBe("ended\n");
});

it("goes on with a plugin that another call waits for", async () => {
  const server = await startServer((request, response) => json(request.headers.authorization)(request, response));
  const script = `while [ ! -e ${folder}/go ]; do sleep 0.05; done\n${countingPlugin(folder)}`;
  const cluster = await connectWithPlugin(script, server.url);
  const patient = cluster.request("GET", "/");
  await expect(cluster.request("GET", "/", { timeoutSeconds: 0.5 })).rejects.toMatchObject({ code: "timeout" });
  await writeFile(join(folder, "go"), "");
  expect(await patient).toBe("Bearer token-1");
});
