import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Http2SecureServer } from "node:http2";
import { connectCluster, reviewAccess, reviewToken } from "@sortie/kube";
import type { Running, Service } from "@sortie/process";
import { createAuthenticate } from "../access/authenticate.ts";
import { createAuthorize } from "../access/authorize.ts";
import { createApp } from "../api/app.ts";
import { createRateLimit } from "../api/rate-limit.ts";
import type { KeyPair } from "../certificate/issue.ts";
import type { Config } from "../config.ts";
import { kindsOf } from "../kinds/kind.ts";
import { workloadConfigurationScan } from "../kinds/posture.ts";
import { resultKinds } from "../kinds/result-kinds.ts";
import { adoptImport } from "../maintenance/import-database.ts";
import { wasLeftOpen } from "../maintenance/unclean-stop.ts";
import { serverCloser } from "../serve/close-server.ts";
import { openParts } from "../serve/open-parts.ts";
import { followAuthenticationConfig } from "./follow-authentication-config.ts";
import { followCertificate } from "./follow-certificate.ts";
import { followNamespaces } from "./follow-namespaces.ts";
import { startUpkeep } from "./start-upkeep.ts";
import { createTlsServer } from "./tls-server.ts";

/** The API behind kube-apiserver, with TLS and for whoever the cluster knows. */
export async function startCluster(service: Service<Config>, program: string): Promise<Running> {
  const { config, log, clock, signal } = service;
  const now = () => clock.now();
  const cluster = await connectCluster({ kubeconfig: config.KUBECONFIG_FILE, userAgent: "sortie-storage", signal });
  if (adoptImport(config.DATABASE_FILE, now())) log.warn("an imported database has taken the place of the one before");
  const isLeftOpen = wasLeftOpen(config.DATABASE_FILE);
  const parts = await openParts(service, kindsOf(resultKinds), program);
  const upkeep = startUpkeep(service, { ...parts, cluster, program }, isLeftOpen);
  const authentication = followAuthenticationConfig(cluster, { log, signal });
  const app = createApp({
    ...parts,
    log,
    hasGarbageCollector: true,
    authenticate: createAuthenticate({
      config: authentication,
      reviewToken: (token) => reviewToken(cluster, token, []),
      now,
    }),
    authorize: createAuthorize({ reviewAccess: (user, what) => reviewAccess(cluster, user, what), now }),
    namespaceState: followNamespaces(cluster, { log, now, signal }),
    rateLimit: createRateLimit(config.REQUESTS_PER_SECOND, now),
    gauges: () => upkeep.gauges(),
    notReady: () => notReady(signal, authentication() !== undefined),
    newId: randomUUID,
    stopping: signal,
  });

  let server: Http2SecureServer | undefined;
  let closeServer = async () => {};
  const listening = Promise.withResolvers<void>();
  const use = (serving: KeyPair) => {
    server?.setSecureContext({ cert: serving.certificate, key: serving.key });
    if (server) return;
    server = createTlsServer(app.fetch, serving);
    closeServer = serverCloser(server);
    listen(server, config.LISTEN_ADDRESS).then(listening.resolve, listening.reject);
  };
  followCertificate({ cluster, apiService: apiServiceName, now, log, signal }, config, use);
  await listening.promise;
  log.info({ address: config.LISTEN_ADDRESS }, "serving");

  return {
    stop: async () => {
      await closeServer();
      await upkeep.ended;
      await parts.store.close();
      await cluster.close();
    },
  };
}

const apiServiceName = `${workloadConfigurationScan.version}.${workloadConfigurationScan.group}`;

function notReady(stopping: AbortSignal, canAuthenticate: boolean): string | undefined {
  if (stopping.aborted) return "stopping";
  return canAuthenticate ? undefined : "the cluster's authentication settings have not been read yet";
}

async function listen(server: Http2SecureServer, address: string): Promise<void> {
  const colon = address.lastIndexOf(":");
  server.listen(Number(address.slice(colon + 1)), address.slice(0, colon).replace(/^\[|\]$/g, ""));
  await once(server, "listening");
}
