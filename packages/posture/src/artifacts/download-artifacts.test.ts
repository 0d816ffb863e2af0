import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, it } from "vitest";
import { ArtifactError } from "./artifact-error.ts";
import { downloadArtifacts } from "./download-artifacts.ts";
import { smallArtifacts } from "./small-artifacts.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`;
}

/** A server of the small set, of which some artifacts are answered in another way. */
async function serveWith(answers: Record<string, RequestListener> = {}, artifacts = smallArtifacts()): Promise<string> {
  return await serve((request, response) => {
    const name = request.url?.split("/").at(-1) ?? "";
    const text = artifacts[name];
    if (answers[name] !== undefined) answers[name](request, response);
    else if (text === undefined) response.writeHead(404).end("no such asset");
    else response.end(text);
  });
}

const signal = new AbortController().signal;

it("downloads a release, and follows it to where its files are", async () => {
  const base = await serveWith({
    rules: (_, response) => response.writeHead(302, { location: "/elsewhere/really" }).end(),
    really: (_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(smallArtifacts().rules ?? "")),
  });
  const { rules, inputs } = await downloadArtifacts(`${base}/`, { signal });
  expect(rules.map(({ name }) => name)).toEqual(["names", "twins"]);
  expect(inputs).toMatchObject({ threshold: ["3"] });
});

it("does without artifacts that need not be there", async () => {
  const base = await serveWith({}, smallArtifacts({ exceptions: undefined, attack_tracks: undefined }));
  expect(await downloadArtifacts(base, { signal })).toMatchObject({ exceptions: undefined });
});

const bad: [what: string, answer: RequestListener, message: string | RegExp][] = [
  ["is not there", (_, response) => response.writeHead(404).end(), "rules: the server answered 404"],
  ["is an error", (_, response) => response.writeHead(503).end(), "rules: the server answered 503"],
  ["is a page", (_, response) => response.end("<html><body>Sign in"), "rules is a web page, not JSON"],
  [
    "breaks off",
    (_, response) => void response.writeHead(200, { "content-length": 9999 }).write("[{", () => response.destroy()),
    /^rules: /,
  ],
  [
    "is half of a gzip",
    (_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("[]".repeat(999)).subarray(0, 12)),
    /^rules/,
  ],
  ["does not end", (_, response) => endless(response), "rules has more than 16 MiB"],
  [
    "grows when it is unpacked",
    (_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(64 * 1024 * 1024))),
    "rules has more than 16 MiB",
  ],
  [
    "leads round in circles",
    (_, response) => response.writeHead(302, { location: "rules" }).end(),
    "rules: more than 5 redirects",
  ],
  [
    "leads to another host without HTTPS",
    (_, response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end(),
    "rules: the server leads to http://169.254.169.254",
  ],
  [
    "leads to a file",
    (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    "rules: the server leads to file://",
  ],
];

it.each(bad)("gives up on an artifact that %s", async (_, answer, message) => {
  const base = await serveWith({ rules: answer });
  const found = await downloadArtifacts(base, { signal }).catch((err: unknown) => err);
  expect(found).toMatchObject({
    name: "ArtifactError",
    message: typeof message === "string" ? message : expect.stringMatching(message),
  });
});

it("refuses an address whose password is not encoded, without repeating it", async () => {
  const download = downloadArtifacts("http://me:100%sure@127.0.0.1:1/v2", { signal });
  await expect(download).rejects.toThrow(new ArtifactError("a % in the name or password of the address is %25 there"));
});

it("logs in with the name and password of the address, and keeps what else it says", async () => {
  const asked: unknown[] = [];
  const base = await serve((request, response) => {
    asked.push([request.url, request.headers.authorization]);
    response.writeHead(403).end();
  });
  const address = `${base.replace("http://", "http://me:p%40ss@")}?key=k`;
  await expect(downloadArtifacts(address, { signal })).rejects.toThrow("frameworks: the server answered 403");
  expect(asked).toEqual([["/v2/frameworks?key=k", `Basic ${Buffer.from("me:p@ss").toString("base64")}`]]);
});

it("gives up on a server that does not answer, and says how long it waited", async () => {
  const base = await serve(() => {});
  await expect(downloadArtifacts(base, { signal, timeoutMs: 100 })).rejects.toThrow("no answer within 0.1 s");
});

it("gives up on a server that is not there", async () => {
  await expect(downloadArtifacts("http://127.0.0.1:1", { signal })).rejects.toThrow(/^frameworks: /);
});

it("stops when the scan does", async () => {
  const base = await serve(() => {});
  const stop = new AbortController();
  const downloading = downloadArtifacts(base, { signal: stop.signal });
  stop.abort(new Error("stopped"));
  await expect(downloading).rejects.toThrow("stopped");
});

function endless(response: Parameters<RequestListener>[1]): void {
  const chunk = Buffer.alloc(1024 * 1024, " ");
  const more = () => void (response.destroyed || response.write(chunk, more));
  more();
}
