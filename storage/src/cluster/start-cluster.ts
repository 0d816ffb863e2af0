import { randomUUID } from "node:crypto";
import { connectCluster, reviewAccess, reviewToken } from "@sortie/kube";
import type { Running, Service } from "@sortie/process";
import { createAuthenticate } from "../access/authenticate.ts";
import { createAuthorize } from "../access/authorize.ts";
import { createRateLimit } from "../api/limits/rate-limit.ts";
import { listeners } from "../app/answered-request.ts";
import { createApp } from "../app/app.ts";
import { openAuditLog } from "../audit/audit-log.ts";
import type { Config } from "../config.ts";
import { workloadConfigurationScan } from "../kinds/posture.ts";
import { resultKinds } from "../kinds/result-kinds.ts";
import { createLargeRequests } from "../large/large-requests.ts";
import { holdDatabase } from "../maintenance/hold-database.ts";
import { takeUpImport } from "../maintenance/import-database.ts";
import { kindsOf } from "../meta/kind.ts";
import { openParts } from "../open-parts.ts";
import { wasLeftOpen } from "../store/sqlite/at-rest.ts";
import { startTracing } from "../tracing/start-tracing.ts";
import { followAuthenticationConfig } from "./follow-authentication-config.ts";
import { followCertificate } from "./follow-certificate.ts";
import { followNamespaces } from "./follow-namespaces.ts";
import { limitConnections } from "./limit-connections.ts";
import { serveTls } from "./serve-tls.ts";
import { startUpkeep } from "./start-upkeep.ts";
import { withdrawApi } from "./withdraw-api.ts";

/** The API behind kube-apiserver, with TLS and for whoever the cluster knows. */
export async function startCluster(service: Service<Config>, program: string): Promise<Running> {
  const { config, log, clock, signal } = service;
  const now = () => clock.now();
  const cluster = await connectCluster({ kubeconfig: config.KUBECONFIG_FILE, userAgent: "sortie-storage", signal });
  const letGo = holdDatabase(config.DATABASE_FILE);
  takeUpImport(service);
  const isLeftOpen = wasLeftOpen(config.DATABASE_FILE);
  const parts = await openParts(service, kindsOf(resultKinds), program);
  const upkeep = startUpkeep(service, { ...parts, cluster, program }, isLeftOpen);
  const authentication = followAuthenticationConfig(cluster, { log, signal });
  const audit = config.AUDIT_LOG_FILE
    ? openAuditLog(config.AUDIT_LOG_FILE, config.AUDIT_LOG_MEGABYTES, log)
    : undefined;
  const tracing = await startTracing(service);
  const onTerminating = (name: string) => {
    if (name === config.NAMESPACE) void withdrawApi(name, { cluster, apiService: apiServiceName, log });
  };
  const namespaceState = followNamespaces(cluster, { log, now, signal, onTerminating });
  const large = createLargeRequests(
    program,
    { large: config.DATABASE_FILE, mode: "cluster" },
    { store: parts.store, namespaceState },
  );
  const connections = limitConnections(
    { perAddress: config.CONNECTIONS_PER_ADDRESS, all: config.CONNECTIONS },
    log,
    now,
  );
  const app = createApp({
    ...parts,
    log,
    large,
    answered: listeners([audit?.note, tracing?.note]),
    hasGarbageCollector: true,
    authenticate: createAuthenticate({
      config: authentication,
      reviewToken: (token) => reviewToken(cluster, token, [], reviewing),
      now,
    }),
    authorize: createAuthorize({ reviewAccess: (user, what) => reviewAccess(cluster, user, what, reviewing), now }),
    namespaceState,
    rateLimit: createRateLimit(config.REQUESTS_PER_SECOND, now),
    gauges: () => [connections, upkeep, audit, tracing].flatMap((part) => part?.gauges() ?? []),
    notReady: () => notReady(signal, authentication() !== undefined),
    newId: randomUUID,
    stopping: signal,
  });

  const serving = serveTls(app.ask, config.LISTEN_ADDRESS, connections.guard);
  followCertificate({ cluster, apiService: apiServiceName, now, log, signal }, config, serving.use);
  await serving.listening;
  log.info({ address: config.LISTEN_ADDRESS }, "serving");

  return {
    stop: async () => {
      await serving.close();
      await upkeep.ended;
      await large.close();
      await parts.store.close();
      letGo();
      await audit?.close();
      await tracing?.close();
      await cluster.close();
    },
  };
}

/** As in kube-apiserver's own library: whoever waits longer may as well come back. */
const reviewing = { timeoutSeconds: 10 };

const apiServiceName = `${workloadConfigurationScan.version}.${workloadConfigurationScan.group}`;

function notReady(stopping: AbortSignal, canAuthenticate: boolean): string | undefined {
  if (stopping.aborted) return "stopping";
  return canAuthenticate ? undefined : "the cluster's authentication settings have not been read yet";
}
