import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { beforeEach, expect, it } from "vitest";
import { connectCluster } from "../connect-cluster.ts";
import { pem, startServer } from "../scripted-server.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sortie-kube-"));
  return () => rm(folder, { recursive: true });
});

const base64 = (text: string) => Buffer.from(text).toString("base64");

async function write(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

/** Writes a kubeconfig with one context and connects with it. */
async function connectWith(cluster: Record<string, unknown>, user: Record<string, unknown> = {}) {
  const config = {
    "current-context": "here",
    clusters: [{ name: "c", cluster }],
    users: [{ name: "u", user }],
    contexts: [{ name: "here", context: { cluster: "c", user: "u", namespace: "n" } }],
  };
  const kubeconfig = await write("config", JSON.stringify(config));
  return connectCluster({ kubeconfig, userAgent: "test/1" });
}

/** A server that tells what it was shown. */
async function mirror(options: Parameters<typeof startServer>[1] = {}) {
  const shown = ({ headers, socket }: IncomingMessage) => ({
    authorization: headers.authorization,
    user: headers["impersonate-user"],
    certificate: "getPeerCertificate" in socket ? (socket as TLSSocket).getPeerCertificate().subject?.CN : undefined,
    host: headers.host,
  });
  return startServer((request, response) => response.end(JSON.stringify(shown(request))), options);
}

it("reads YAML: server, namespace and token", async () => {
  const server = await mirror();
  const kubeconfig = await write(
    "config",
    `
apiVersion: v1
kind: Config
current-context: one
same: &same { server: "${server.url}/" }
clusters: [{ name: c, cluster: { <<: *same } }]
users: [{ name: u, user: { token: abc } }]
contexts:
  - { name: one, context: { cluster: c, user: u, namespace: n1 } }
  - { name: two, context: { cluster: c, user: u } }
`,
  );
  const one = await connectCluster({ kubeconfig, userAgent: "test/1" });
  expect([one.server, one.namespace]).toEqual([server.url, "n1"]);
  expect(await one.request("GET", "/")).toMatchObject({ authorization: "Bearer abc" });

  const two = await connectCluster({ kubeconfig, context: "two", userAgent: "test/1" });
  expect(two.namespace).toBe("default");
});

it("puts several files together; the first entry of a name counts", async () => {
  const server = await mirror();
  const first = await write("first", "current-context: x\nusers: [{ name: u, user: { token: first } }]");
  const second = await write(
    "second",
    JSON.stringify({
      "current-context": "y",
      clusters: [{ name: "c", cluster: { server: server.url } }],
      users: [{ name: "u", user: { token: "second" } }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    }),
  );
  const kubeconfig = [first, join(folder, "absent"), second].join(":");
  const cluster = await connectCluster({ kubeconfig, userAgent: "test/1" });
  expect(await cluster.request("GET", "/")).toMatchObject({ authorization: "Bearer first" });
});

it("looks into no entry but those of the context, as others may be half written", async () => {
  const server = await mirror();
  const kubeconfig = await write(
    "config",
    `
current-context: one
clusters:
  - { name: draft, cluster: { server: "" } }
  - { name: old, cluster: { server: "10.0.0.1:8080" } }
  - { name: c, cluster: { server: "${server.url}", proxy-url: "" } }
users: [{ name: draft, user: { exec: {} } }, { name: u, user: { token: abc } }]
contexts: [{ name: draft, context: {} }, { name: one, context: { cluster: c, user: u } }]
`,
  );
  const cluster = await connectCluster({ kubeconfig, userAgent: "test/1" });
  expect(await cluster.request("GET", "/")).toMatchObject({ authorization: "Bearer abc" });
  await expect(connectCluster({ kubeconfig, context: "draft", userAgent: "test/1" })).rejects.toThrow(
    "contexts.0.context.cluster",
  );
});

it.each<[what: string, user: Record<string, unknown>, shown: Record<string, unknown>]>([
  ["a password", { username: "me", password: "pw" }, { authorization: `Basic ${base64("me:pw")}` }],
  ["a token of a file beside it", { tokenFile: "token" }, { authorization: "Bearer of-file" }],
  [
    "the file's rather than the one that was in it",
    { token: "t", tokenFile: "token" },
    { authorization: "Bearer of-file" },
  ],
  ["a token whose file is not there", { token: "t", tokenFile: "absent" }, { authorization: "Bearer t" }],
  ["whom to act as", { token: "t", as: "other" }, { authorization: "Bearer t", user: "other" }],
])("shows %s", async (_what, user, shown) => {
  await write("token", "of-file\n");
  const cluster = await connectWith({ server: (await mirror()).url }, user);
  expect(await cluster.request("GET", "/")).toMatchObject(shown);
});

it("shows a client certificate", async () => {
  const server = await mirror({ tls: "one", wantsClientCertificate: true });
  const user = {
    "client-certificate-data": base64(pem("one-server")),
    "client-key-data": base64(pem("one-server.key")),
  };
  await write("ca.pem", pem("one-ca"));
  const cluster = await connectWith({ server: server.url, "certificate-authority": "ca.pem" }, user);
  expect(await cluster.request("GET", "/")).toMatchObject({ certificate: "test server" });
});

it("refuses a server whose certificate nobody vouches for, unless told otherwise", async () => {
  const server = await mirror({ tls: "one" });
  await expect((await connectWith({ server: server.url })).request("GET", "/")).rejects.toThrow(/certificate/);
  const careless = await connectWith({ server: server.url, "insecure-skip-tls-verify": true });
  expect(await careless.request("GET", "/")).toMatchObject({});
});

it("checks the certificate for the name that is given", async () => {
  const server = await mirror({ tls: "one" });
  const trusting = { server: server.url, "certificate-authority-data": base64(pem("one-ca")) };
  expect(
    await (await connectWith({ ...trusting, "tls-server-name": "api.example" })).request("GET", "/"),
  ).toBeDefined();
  const wrong = await connectWith({ ...trusting, "tls-server-name": "other.example" });
  await expect(wrong.request("GET", "/")).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
});

it.each(["one", undefined] as const)("goes through a proxy to a server with certificate %s", async (tls) => {
  const server = await mirror(tls ? { tls } : {});
  const tunnels: string[] = [];
  const proxy = await startServer(() => {});
  proxy.onConnect((target, socket) => {
    tunnels.push(target);
    const upstream = connect(server.port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
  });
  const trusting = { server: server.url, "certificate-authority-data": base64(pem("one-ca")) };
  const cluster = await connectWith({ ...trusting, "proxy-url": proxy.url });

  expect(await cluster.request("GET", "/")).toMatchObject({ host: `127.0.0.1:${server.port}` });
  expect(tunnels).toEqual([`127.0.0.1:${server.port}`]);
  await cluster.close();
});

it.each<[problem: string, content: string, message: string]>([
  ["no YAML", "token: [s3cret", "it is not YAML"],
  [
    "a wrong type",
    `current-context: x
contexts: [{ name: x, context: { cluster: c, user: u } }]
clusters: [{ name: c, cluster: { server: "https://c.example" } }]
users: [{ name: u, user: { token: { s3cret: 1 } } }]`,
    "users.0.user.token",
  ],
  ["no context", "clusters: []", "no current-context"],
  ["an unknown context", "current-context: nope", 'no context "nope"'],
])("names what is wrong with a kubeconfig that has %s, without its content", async (_problem, content, message) => {
  const kubeconfig = await write("config", content);
  const err: unknown = await connectCluster({ kubeconfig, userAgent: "test/1" }).catch((thrown: unknown) => thrown);
  expect(err).toMatchObject({ code: "invalid_kubeconfig", message: expect.stringContaining(message) });
  expect(String((err as Error).stack)).not.toContain("s3cret");
});

it.each<[field: string, cluster: Record<string, string>, user: Record<string, string>]>([
  ["certificate-authority-data: it is not the base64 of PEM", { "certificate-authority-data": "s3cret+" }, {}],
  ["client-certificate: {}/no-pem is not PEM", {}, { "client-certificate": "no-pem", "client-key": "no-pem" }],
  [
    "client-key-data: it is not the base64 of PEM",
    {},
    { "client-certificate-data": base64(pem("one-server")), "client-key-data": base64("s3cret") },
  ],
  ["tokenFile: {}/empty is empty", {}, { tokenFile: "empty" }],
])("names a credential that is none: %s", async (problem, cluster, user) => {
  await write("no-pem", "s3cret");
  await write("empty", "\n");
  const connected = await connectWith({ server: (await mirror({ tls: "one" })).url, ...cluster }, user);
  const err: unknown = await connected.request("GET", "/").catch((thrown: unknown) => thrown);
  const message = expect.stringContaining(problem.replace("{}", folder)) as string;
  expect(err).toMatchObject({ code: "invalid_kubeconfig", message });
  expect(String((err as Error).stack)).not.toContain("s3cret");
});

it("says that a kubeconfig is not there", async () => {
  await expect(connectCluster({ kubeconfig: join(folder, "none"), userAgent: "test/1" })).rejects.toThrow("ENOENT");
});
