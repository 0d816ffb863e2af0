import { once } from "node:events";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import type { StorageProcess } from "./storage-process.ts";

/** A request to storage itself, past kube-apiserver. The answer's body is parsed where it is JSON. */
export async function directRequest(
  storage: StorageProcess,
  path: string,
  options: { ca: string; headers?: Record<string, string | string[]>; cert?: string; key?: string },
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
): Promise<{ code: number; body: any }> {
  const { address: host, port } = storage;
  const sent = request({ host, port, path, servername: "storage.storage-test.svc", agent: false, ...options });
  sent.end();
  const [response] = await once(sent, "response");
  const body = await text(response);
  return { code: response.statusCode, body: body.startsWith("{") ? JSON.parse(body) : body };
}
