import { Agent, type Dispatcher, ProxyAgent } from "undici";
import type { TlsIdentity } from "../access/access.ts";

/**
 * HTTP/1.1: each watch has a connection of its own, so that one that is stuck holds up nothing else. Without traffic for
 * 30 s the kernel asks whether the peer is there, and after 10 unanswered probes a second apart the connection breaks: a
 * watch on a node that lost power ends within a minute.
 */
const connectOptions = { allowH2: false, keepAlive: true, keepAliveInitialDelay: 30_000 };

/** kube-apiserver closes idle connections after 90 s, load balancers from 60 s: we go first, so that none breaks in use. */
const keepAliveTimeout = 45_000;

/** Connections at a time, each watch's among them. Calls beyond wait their turn. */
const connections = 128;

/**
 * The kept-alive connections to one server, made with one TLS identity. A new identity (a rotated client certificate or
 * CA) gets new connections; the calls that are running on the old ones finish there.
 */
export function createConnections(proxyUrl: string | undefined) {
  const open = new Set<Dispatcher>();
  let current: { identity: TlsIdentity; agent: Dispatcher } | undefined;

  function retire(agent: Dispatcher): void {
    const isClosed = () => open.delete(agent);
    void agent.close().then(isClosed, isClosed);
  }

  return {
    with(identity: TlsIdentity): Dispatcher {
      if (current && isSame(current.identity, identity)) return current.agent;
      if (current) retire(current.agent);
      current = { identity, agent: createAgent(identity, proxyUrl) };
      open.add(current.agent);
      return current.agent;
    },
    /** Ends every connection and the calls that are running on it. */
    async close(): Promise<void> {
      await Promise.all([...open].map((agent) => agent.destroy()));
    },
  };
}

function createAgent(identity: TlsIdentity, proxyUrl: string | undefined): Dispatcher {
  const connect = { ...connectOptions, ...identity };
  const options = { allowH2: false, keepAliveTimeout, connections };
  if (!proxyUrl) return new Agent({ ...options, connect });
  // A tunnel for plain http too: forwarded calls would share one connection, and a watch would block the others.
  return new ProxyAgent({ ...options, uri: proxyUrl, proxyTunnel: true, requestTls: connect });
}

function isSame(one: TlsIdentity, other: TlsIdentity): boolean {
  return (["ca", "cert", "key", "servername", "rejectUnauthorized"] as const).every((key) => one[key] === other[key]);
}
