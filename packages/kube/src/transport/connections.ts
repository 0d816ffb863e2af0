import type { Access, TlsIdentity } from "../access/access.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { directPool } from "./direct-pool.ts";
import { proxiedPool } from "./proxied-pool.ts";

/**
 * The kept-alive connections to one server. A new identity (a rotated client certificate or CA) gets new connections; the
 * calls that are running on the old ones finish there.
 */
export function createConnections({ server, proxyUrl }: Pick<Access, "server" | "proxyUrl">) {
  const url = new URL(server);
  const retired = new Set<ConnectionPool>();
  let current: { identity: TlsIdentity; pool: ConnectionPool } | undefined;

  function retire(pool: ConnectionPool): void {
    for (const before of retired) if (before.isIdle()) retired.delete(before);
    pool.retire();
    retired.add(pool);
  }

  return {
    with(identity: TlsIdentity): ConnectionPool {
      if (current && isSame(current.identity, identity)) return current.pool;
      const pool = proxyUrl ? proxiedPool(url, identity, proxyUrl) : directPool(url, identity);
      if (current) retire(current.pool);
      current = { identity, pool };
      return pool;
    },

    /** Ends every connection and the calls that are running on it. */
    async close(): Promise<void> {
      await Promise.all([...retired, ...(current ? [current.pool] : [])].map((pool) => pool.destroy()));
    },
  };
}

function isSame(one: TlsIdentity, other: TlsIdentity): boolean {
  return (["ca", "cert", "key", "servername", "rejectUnauthorized"] as const).every((key) => one[key] === other[key]);
}
