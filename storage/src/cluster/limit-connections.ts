import type { Server, Socket } from "node:net";
import { createTally, type Logger } from "@sortie/process";
import type { Gauge } from "../metrics/metrics.ts";

/** 0: as many as there are. */
type Limits = { perAddress: number; all: number };

/** Refusals in between are counted. */
const secondsBetweenLines = 60;

type ConnectionLimit = {
  /** Refuses connections of this server from then on. */
  guard: (server: Server) => void;
  gauges(): Gauge[];
};

/**
 * Connections that may be open at once, from one address and all together, so that one client cannot use up the memory and the
 * file descriptors. kube-apiserver opens one for each watch that it passes on.
 */
export function limitConnections(limits: Limits, log: Pick<Logger, "warn">, now: () => Date): ConnectionLimit {
  const open = createTally();
  const refused = { address: 0, server: 0 };
  let told = { at: Number.NEGATIVE_INFINITY, refused: 0 };

  function refuse(limit: keyof typeof refused, address: string): void {
    refused[limit] += 1;
    const at = now().getTime();
    // A clock that is put back would keep it silent until it is where it was.
    if (Math.abs(at - told.at) < secondsBetweenLines * 1000) return;
    const all = refused.address + refused.server;
    log.warn({ address, limit, open: open.of(address), refused: all - told.refused }, "connections refused");
    told = { at, refused: all };
  }

  function enter(socket: Socket): void {
    // Whoever is gone already has none.
    const { remoteAddress: address } = socket;
    if (address === undefined) return;
    if (limits.perAddress > 0 && open.of(address) >= limits.perAddress) {
      refuse("address", address);
      socket.destroy();
      return;
    }
    open.add(address);
    socket.once("close", () => open.remove(address));
  }

  return {
    guard: (server) => {
      if (limits.all > 0) server.maxConnections = limits.all;
      server.on("drop", (dropped) => refuse("server", dropped?.remoteAddress ?? ""));
      server.on("connection", enter);
    },
    gauges: () => [
      {
        name: "sortie_storage_connections",
        help: "Open connections.",
        values: [[{}, open.all()]],
      },
      {
        name: "sortie_storage_connections_refused_total",
        type: "counter",
        help: "Connections refused, by the limit that was reached.",
        values: Object.entries(refused).map(([limit, count]) => [{ limit }, count]),
      },
    ],
  };
}
