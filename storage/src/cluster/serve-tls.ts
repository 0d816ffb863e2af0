import { once } from "node:events";
import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { serverCloser } from "@sortie/process";
import type { KeyPair } from "../certificate/issue.ts";
import type { Ask } from "../serve/request-listener.ts";
import { acceptUpgrades } from "../websocket/accept-upgrades.ts";
import { createTlsServer } from "./tls-server.ts";

type Serving = {
  /** Serves this certificate to whoever connects from then on. Open connections go on. The first one starts to listen. */
  use: (certificate: KeyPair) => void;
  /** When it listens: where. */
  listening: Promise<AddressInfo>;
  close: () => Promise<void>;
};

/**
 * @param address `host:port`.
 * @param guard Given the server before it listens.
 */
export function serveTls(ask: Ask, address: string, guard: (server: Server) => void = () => {}): Serving {
  const listening = Promise.withResolvers<AddressInfo>();
  let server: Server | undefined;
  let close = async () => {};
  return {
    use: (serving) => {
      server?.setSecureContext({ cert: serving.certificate, key: serving.key });
      if (server) return;
      server = createTlsServer(ask, serving);
      acceptUpgrades(server, ask);
      guard(server);
      close = serverCloser(server);
      listen(server, address).then(listening.resolve, listening.reject);
    },
    listening: listening.promise,
    close: () => close(),
  };
}

async function listen(server: Server, address: string): Promise<AddressInfo> {
  const colon = address.lastIndexOf(":");
  server.listen(Number(address.slice(colon + 1)), address.slice(0, colon).replace(/^\[|\]$/g, ""));
  await once(server, "listening");
  return server.address() as AddressInfo;
}
