import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Running, type Service, serverCloser } from "@sortie/process";
import { staticToken } from "../access/static-token.ts";
import { noRateLimit } from "../api/limits/rate-limit.ts";
import { createApp } from "../app/app.ts";
import type { Config } from "../config.ts";
import { embeddedKinds } from "../kinds/embedded.ts";
import { resultKinds } from "../kinds/result-kinds.ts";
import { createLargeRequests } from "../large/large-requests.ts";
import { holdDatabase } from "../maintenance/hold-database.ts";
import { takeUpImport } from "../maintenance/import-database.ts";
import { kindsOf } from "../meta/kind.ts";
import { openParts } from "../open-parts.ts";
import { keepAliveMs } from "../serve/keep-alive.ts";
import { requestListener } from "../serve/request-listener.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { writeKubeconfig } from "./kubeconfig.ts";

/** The API on loopback for whoever reads `KUBECONFIG_OUT`, with the kinds that a cluster would hold. */
export async function startEmbedded(service: Service<Config>, program: string): Promise<Running> {
  const { config, log, signal } = service;
  const token = randomBytes(32).toString("base64url");
  const identify = staticToken(token);
  const kinds = kindsOf([...resultKinds, ...embeddedKinds]);
  const letGo = holdDatabase(config.DATABASE_FILE);
  takeUpImport(service);
  const parts = await openParts(service, kinds, program);
  const stopCollecting = collectGarbage({ ...parts, log });
  const namespaceState = async () => "active" as const;
  const large = createLargeRequests(
    program,
    { large: config.DATABASE_FILE, mode: "embedded" },
    { store: parts.store, namespaceState },
  );
  const app = createApp({
    ...parts,
    log,
    large,
    hasGarbageCollector: false,
    authenticate: async (authorization) => identify(authorization),
    authorize: async () => undefined,
    rateLimit: noRateLimit,
    namespaceState,
    gauges: () => [],
    notReady: () => undefined,
    newId: randomUUID,
    stopping: signal,
  });

  const server = createServer({ keepAliveTimeout: keepAliveMs }, requestListener(app.ask));
  const closeServer = serverCloser(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (config.KUBECONFIG_OUT) writeKubeconfig(config.KUBECONFIG_OUT, url, token);
  log.info({ url }, "serving");

  return {
    stop: async () => {
      await closeServer();
      stopCollecting();
      await large.close();
      await parts.store.close();
      letGo();
    },
  };
}
