import type { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { type HeaderLines, headerLinesOf, socketOf } from "../serve/connection.ts";

/** What is known of the other end besides the request: headers line by line, and the certificate it proved to own. */
export type Peer = { headers: HeaderLines; certificate: X509Certificate | undefined };

export function peerOf(connection: unknown): Peer {
  return { headers: headerLinesOf(connection), certificate: certificateOf(socketOf(connection)) };
}

/** Read once for a connection: that is the time of a small request. */
const certificates = new WeakMap<object, X509Certificate>();

function certificateOf(socket: Partial<TLSSocket> | undefined): X509Certificate | undefined {
  const certificate = socket && (certificates.get(socket) ?? socket.getPeerX509Certificate?.());
  if (certificate) certificates.set(socket, certificate);
  return certificate;
}

/** Its IP address, one of IPv4 as such: a socket for both families has it within one of IPv6 (RFC 4291, 2.5.5.2). */
export function addressOf(connection: unknown): string | undefined {
  return socketOf(connection)?.remoteAddress?.replace(/^::ffff:/i, "");
}
