import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import type { Cluster } from "../cluster/cluster.ts";
import { clusterAddress } from "./cluster-address.ts";

export type ApiRequest = { method: string; path: string; headers?: Record<string, string>; body?: string };
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type ApiAnswer = { code: number; headers: IncomingHttpHeaders; body: any };

/**
 * A request to kube-apiserver as the cluster's administrator, in whatever way kubectl would not send it. JSON is parsed;
 * of a watch, which has to end by itself, there is a list of its events.
 */
export async function apiRequest(cluster: Cluster, { body, ...options }: ApiRequest): Promise<ApiAnswer> {
  const length = body !== undefined && { "Content-Length": Buffer.byteLength(body) };
  // Of a DELETE Node does not say it, and then there is no body.
  const sent = request({
    ...connection(cluster),
    agent: false,
    ...options,
    headers: { ...options.headers, ...length },
  });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const { statusCode: code = 0, headers } = response;
  return { code, headers, body: parsed(await text(response)) };
}

function parsed(received: string): unknown {
  if (!received.startsWith("{")) return received;
  return received.startsWith('{"type":')
    ? received
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown)
    : JSON.parse(received);
}

/** How its administrator reaches a cluster. */
export function connection(cluster: Cluster) {
  const { users } = JSON.parse(readFileSync(cluster.kubeconfig, "utf8")) as {
    users: [{ user: { "client-certificate-data": string; "client-key-data": string } }];
  };
  const { url, ca } = clusterAddress(cluster);
  const { hostname, port } = new URL(url);
  const decoded = (data: string) => Buffer.from(data, "base64");
  const { user } = users[0];
  return {
    host: hostname,
    port,
    ca,
    cert: decoded(user["client-certificate-data"]),
    key: decoded(user["client-key-data"]),
  };
}
