import type { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { HeaderLines } from "./proxy-headers.ts";

/** What the HTTP server hands to a request: the message of HTTP/1.1, or of HTTP/2 with its stream. */
type Connection = {
  incoming?: { rawHeaders?: string[]; socket?: unknown; stream?: { session?: { socket?: unknown } } };
};

/** What is known of the other end besides the request: headers line by line, and the certificate it proved to own. */
export type Peer = { headers: HeaderLines; certificate: X509Certificate | undefined };

export function peerOf(connection: unknown): Peer {
  const incoming = (connection as Connection | undefined)?.incoming;
  const socket = (incoming?.stream?.session?.socket ?? incoming?.socket) as Partial<TLSSocket> | undefined;
  const raw = incoming?.rawHeaders ?? [];
  const headers = Array.from({ length: Math.floor(raw.length / 2) }, (_, line): [string, string] => [
    raw[2 * line] ?? "",
    raw[2 * line + 1] ?? "",
  ]);
  return { headers, certificate: socket?.getPeerX509Certificate?.() };
}
