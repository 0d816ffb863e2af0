import type { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { HeaderLines } from "./proxy-headers.ts";

/** What the HTTP server hands on with a request: the message it read. */
type Connection = { incoming?: { rawHeaders?: string[]; socket?: unknown } };

/** What is known of the other end besides the request: headers line by line, and the certificate it proved to own. */
export type Peer = { headers: HeaderLines; certificate: X509Certificate | undefined };

export function peerOf(connection: unknown): Peer {
  return { headers: headerLinesOf(connection), certificate: certificateOf(socketOf(connection)) };
}

/** None where the request did not come over a connection. */
export function headerLinesOf(connection: unknown): HeaderLines {
  return (connection as Connection | undefined)?.incoming?.rawHeaders ?? [];
}

/** Read once for a connection: that is the time of a small request. */
const certificates = new WeakMap<object, X509Certificate>();

function certificateOf(socket: Partial<TLSSocket> | undefined): X509Certificate | undefined {
  const certificate = socket && (certificates.get(socket) ?? socket.getPeerX509Certificate?.());
  if (certificate) certificates.set(socket, certificate);
  return certificate;
}

/** Its IP address. */
export function addressOf(connection: unknown): string | undefined {
  return socketOf(connection)?.remoteAddress;
}

function socketOf(connection: unknown): Partial<TLSSocket> | undefined {
  return (connection as Connection | undefined)?.incoming?.socket as Partial<TLSSocket> | undefined;
}
