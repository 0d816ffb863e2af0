import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import type { Cluster } from "../cluster/cluster.ts";

export type ApiRequest = { method: string; path: string; headers?: Record<string, string>; body?: string };
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type ApiAnswer = { code: number; body: any };

/** A request to kube-apiserver as the cluster's administrator, in whatever way kubectl would not send it. */
export async function apiRequest(cluster: Cluster, { body, ...options }: ApiRequest): Promise<ApiAnswer> {
  const sent = request({ ...connection(cluster), agent: false, ...options });
  sent.end(body);
  const [response] = await once(sent, "response");
  const received = await text(response);
  return { code: response.statusCode, body: received.startsWith("{") ? JSON.parse(received) : received };
}

/** How its administrator reaches a cluster. */
export function connection(cluster: Cluster) {
  const { clusters, users } = JSON.parse(readFileSync(cluster.kubeconfig, "utf8")) as {
    clusters: [{ cluster: { server: string; "certificate-authority-data": string } }];
    users: [{ user: { "client-certificate-data": string; "client-key-data": string } }];
  };
  const { hostname, port } = new URL(clusters[0].cluster.server);
  const decoded = (data: string) => Buffer.from(data, "base64");
  const { user } = users[0];
  return {
    host: hostname,
    port,
    ca: decoded(clusters[0].cluster["certificate-authority-data"]),
    cert: decoded(user["client-certificate-data"]),
    key: decoded(user["client-key-data"]),
  };
}
