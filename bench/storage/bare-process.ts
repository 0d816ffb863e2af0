// A server without a store: it reads what is sent, parses it, writes it again and answers with it; a get is answered with
// what came last. What it takes is the limit of the path to it, as Node has it. Started by bare-server.ts with where to
// listen, and a folder with a certificate where it is to use TLS.
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { join } from "node:path";

const [address = "", certificateFolder] = process.argv.slice(2);
let last = "{}";

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const isWrite = incoming.method === "POST" || incoming.method === "PUT";
  if (isWrite) last = JSON.stringify(JSON.parse(Buffer.concat(chunks).toString()));
  const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(last) };
  outgoing.writeHead(incoming.method === "POST" ? 201 : 200, headers).end(last);
}

const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void answer(incoming, outgoing);
const { hostname, port } = new URL(`tcp://${address}`);
const pem = (name: string) => readFileSync(join(certificateFolder ?? "", name));
const server = certificateFolder
  ? createTlsServer(
      { cert: pem("tls.crt"), key: pem("tls.key"), requestCert: true, rejectUnauthorized: false },
      listener,
    )
  : createServer(listener);
// kube-apiserver keeps idle connections for 90 s.
server.keepAliveTimeout = 120_000;
server.listen(Number(port), hostname, () => console.log("listening"));
