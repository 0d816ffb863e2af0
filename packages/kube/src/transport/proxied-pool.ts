import type { TlsIdentity } from "../access/access.ts";
import { type ConnectionPool, connections, idleMs, probeMs } from "./connection-pool.ts";

/** The same through a proxy, by a client that knows proxies of all kinds. It is large, so it is loaded where there is one. */
export function proxiedPool(server: URL, identity: TlsIdentity, proxyUrl: string): ConnectionPool {
  const options = {
    uri: proxyUrl,
    allowH2: false,
    keepAliveTimeout: idleMs,
    connections,
    // A tunnel for plain http too: forwarded calls would share one connection, and a watch would block the others.
    proxyTunnel: true,
    requestTls: { allowH2: false, keepAlive: true, keepAliveInitialDelay: probeMs, ...identity },
  };
  // Of a CommonJS package a bundle has no named exports.
  const loaded = import("undici").then(({ default: { ProxyAgent } }) => new ProxyAgent(options));
  let isClosed = false;
  return {
    send: async ({ body = null, ...call }) => {
      const agent = await loaded;
      const unlimited = { headersTimeout: 0, bodyTimeout: 0 };
      const answer = await agent.request({ origin: server.origin, body, ...unlimited, ...call });
      const { "retry-after": retryAfter, date } = answer.headers;
      return { status: answer.statusCode, retryAfter, date, body: answer.body };
    },
    retire: () => {
      const closed = () => {
        isClosed = true;
      };
      void loaded.then((agent) => agent.close()).then(closed, closed);
    },
    isIdle: () => isClosed,
    destroy: async () => (await loaded).destroy(),
  };
}
