import type { Readable } from "node:stream";

/** A call as it goes out; `signal` is its only deadline. */
export type Outgoing = {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string | string[]>;
  body: string | undefined;
  signal: AbortSignal;
};

/** What came back, as soon as its head is there. */
export type Answer = {
  status: number;
  retryAfter: string | string[] | undefined;
  date: string | string[] | undefined;
  body: Readable;
};

/** Kept-alive connections to one server, made with one TLS identity. */
export type ConnectionPool = {
  /** Rejects when there is no answer. */
  send(call: Outgoing): Promise<Answer>;
  /** Calls that are running finish, new ones do not come any more. */
  retire(): void;
  /** Whether nothing runs on it. */
  isIdle(): boolean;
  /** Ends every connection and the calls that are running on it. */
  destroy(): Promise<void>;
};

/**
 * HTTP/1.1: each watch has a connection of its own, so that one that is stuck holds up nothing else. So many at a time;
 * calls beyond wait their turn.
 */
export const connections = 128;
/** kube-apiserver closes idle connections after 90 s, load balancers from 60 s: we go first, so that none breaks in use. */
export const idleMs = 45_000;
/**
 * Without traffic for so long the kernel asks whether the peer is there, and after 10 unanswered probes a second apart the
 * connection breaks: a watch on a node that lost power ends within a minute.
 */
export const probeMs = 30_000;
