import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** RFC 6455, section 1.3. */
const acceptGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** A browser cannot send an Authorization header with a WebSocket: Kubernetes takes the token from here. */
const tokenProtocol = "base64url.bearer.authorization.k8s.io.";

/** What a client that wants a WebSocket has sent; `undefined` when it is not one. */
export type Handshake = { accept: string; protocol: string | undefined; token: string | undefined };

/** Whether a request wants one at all. */
export function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === "GET" && headers.upgrade?.toLowerCase() === "websocket";
}

/** RFC 6455, section 4.2.1. */
export function readHandshake(request: IncomingMessage): Handshake | undefined {
  const { headers } = request;
  const { "sec-websocket-key": key, "sec-websocket-version": version } = headers;
  if (!isWebSocket(request) || version !== "13" || !key) return undefined;
  const protocols = (headers["sec-websocket-protocol"] ?? "").split(",").map((each) => each.trim());
  const encoded = protocols.find((each) => each.startsWith(tokenProtocol))?.slice(tokenProtocol.length);
  return {
    accept: createHash("sha1").update(`${key}${acceptGuid}`).digest("base64"),
    // Browsers give up when none of what they offer is taken.
    protocol: protocols.find((each) => each !== "" && !each.startsWith(tokenProtocol)),
    token: encoded === undefined ? undefined : Buffer.from(encoded, "base64url").toString(),
  };
}

/** The head of the answer that makes a WebSocket of the connection, section 4.2.2. */
export function switchingProtocols({ accept, protocol }: Handshake): string {
  const lines = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${accept}`,
    ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}
