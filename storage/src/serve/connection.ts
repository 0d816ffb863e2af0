import type { ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";

/** Names and values in turn, as they came: one that was sent twice is there twice. */
export type HeaderLines = readonly string[];

/** What Node's HTTP server hands on with a request: the message it read, and the response it is going to write. */
type Connection = { incoming?: { rawHeaders?: string[]; socket?: unknown }; outgoing?: ServerResponse };

/** None where the request did not come over a connection. */
export function headerLinesOf(connection: unknown): HeaderLines {
  return (connection as Connection | undefined)?.incoming?.rawHeaders ?? [];
}

export function socketOf(connection: unknown): Partial<TLSSocket> | undefined {
  return (connection as Connection | undefined)?.incoming?.socket as Partial<TLSSocket> | undefined;
}

/** Absent where a response is not written by Node's HTTP server. */
export function nodeResponseOf(connection: unknown): ServerResponse | undefined {
  return (connection as Connection | undefined)?.outgoing;
}
