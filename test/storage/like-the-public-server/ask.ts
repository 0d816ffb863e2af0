import { once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request } from "node:https";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import type { Cluster } from "../../cluster/cluster.ts";
import { connection } from "../api-request.ts";
import { readBody } from "./read-body.ts";
import type { Request, Story } from "./request.ts";
import type { Subject } from "./subject.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers are of every shape
export type Answer = { code: number; headers: IncomingHttpHeaders; body: any };

/** What the requests of a story are answered, one after the other, by their names. */
export async function ask(cluster: Cluster, story: Story, subject: Subject): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  const before = (name: string) => {
    const answer = answers.get(name);
    if (!answer) throw new Error(`there was no request "${name}"`);
    return answer;
  };
  for (const [name, make] of Object.entries(story)) answers.set(name, await send(cluster, make(subject, before)));
  return answers;
}

/** A request to kube-apiserver as the cluster's administrator. */
async function send(cluster: Cluster, { body, meanwhile, ...options }: Request): Promise<Answer> {
  // Of a DELETE Node does not say it, and then there is no body.
  const length = body !== undefined && { "Content-Length": Buffer.byteLength(body) };
  const headers = { ...options.headers, ...length };
  const sending = request({ ...connection(cluster), agent: false, ...options, headers });
  sending.end(body);
  const [response] = (await once(sending, "response")) as [IncomingMessage];
  const { statusCode: code = 0 } = response;
  const received = meanwhile ? await watched(cluster, response, meanwhile) : await buffer(response);
  return { code, headers: response.headers, body: readBody(received, response.headers["content-type"] ?? "") };
}

/** What a watch tells of what happens meanwhile, until it has told of a deletion, or tells nothing for a while. */
async function watched(cluster: Cluster, response: IncomingMessage, meanwhile: Request[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const told = new Promise<void>((resolve) => {
    response.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      if (Buffer.concat(chunks).includes("DELETED")) resolve();
    });
  });
  response.on("error", () => {});
  // The public server tells watchers of changes out of order when they follow each other at once.
  for (const each of meanwhile) await send(cluster, each).then(() => pause(betweenMs));
  await Promise.race([told, pause(patienceMs)]);
  await pause(betweenMs);
  response.destroy();
  return Buffer.concat(chunks);
}

const betweenMs = 50;
const patienceMs = 3000;
