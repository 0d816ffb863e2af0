import { randomUUID } from "node:crypto";
import { connectCluster } from "@sortie/kube";
import { runService } from "@sortie/process";
import { Config } from "./config.ts";
import { listen } from "./http/listen.ts";
import { writeAddresses } from "./http/write-addresses.ts";
import { acceptCommands } from "./intake/accept-commands.ts";
import { openCommands } from "./intake/open-commands.ts";
import { reviewCaller } from "./intake/review-caller.ts";
import { triggerActionRoutes } from "./intake/trigger-action.ts";
import { readTemplate } from "./launch/read-template.ts";
import { postureMetrics } from "./metrics/posture-metrics.ts";
import { commandReader } from "./operator-command/command-reader.ts";
import { probeRoutes } from "./probes/probe-routes.ts";
import { runJobs } from "./process-runner/run-jobs.ts";
import { lead } from "./reconcile/lead.ts";
import { observeNamespace } from "./reconcile/observe-namespace.ts";
import { reconcileNamespace } from "./reconcile/reconcile-namespace.ts";
import { rescanOnChange } from "./risk-acceptance/rescan-on-change.ts";

await runService("dispatcher", Config, async ({ config, log, signal }) => {
  const { NAMESPACE: namespace, MAX_RUNNING_JOBS: maxRunning, KUEUE_QUEUE_NAME: queue } = config;
  const cluster = await connectCluster({ kubeconfig: config.KUBECONFIG_FILE, userAgent: "sortie-dispatcher/0.1.0" });
  const { clock } = cluster; // the API server's: what is compared with it are times that were written there
  const needsImage = config.LAUNCHER === "kubernetes";
  const template = await readTemplate(config.JOB_TEMPLATES_DIR, "config-scan", { needsImage });
  if (template === undefined) log.warn({ folder: config.JOB_TEMPLATES_DIR }, "no config-scan.yaml: scans are off");
  const shared = { cluster, namespace, clock, log, newId: randomUUID };
  const readCommand = commandReader({ configScans: template !== undefined });

  const observed = observeNamespace({ ...shared, signal });
  const open = openCommands(observed.commands, readCommand, clock);
  const accept = acceptCommands({ ...shared, open });
  const allowUnauthenticated = config.ALLOW_UNAUTHENTICATED;
  const mayCreateCommands = reviewCaller(cluster, namespace);
  const rest = await listen(
    "REST_ADDRESS",
    triggerActionRoutes({ accept, mayCreateCommands, allowUnauthenticated, clock, log }),
    config.REST_ADDRESS,
  );
  const metrics = postureMetrics({ ...shared, configMap: config.SUMMARY_CONFIG_MAP, signal });
  const probes = probeRoutes(() => observed.isSynced(), metrics);
  const probe = await listen("PROBE_ADDRESS", probes, config.PROBE_ADDRESS);
  await writeAddresses(config.ADDRESS_FILE, { rest: rest.url, probe: probe.url });

  const limits = { maxRunning, window: maxRunning * config.WINDOW_FACTOR, isQueued: queue !== undefined };
  const ttls = { jobTtlSeconds: config.JOB_TTL_SECONDS, commandTtlSeconds: config.COMMAND_TTL_SECONDS };
  const reconcile = { ...shared, ...ttls, observed, readCommand, template, queue, limits };
  const run = { ...shared, observed, dir: config.RUNNER_DIR, path: config.PATH };
  const working = lead({ ...shared, isElected: config.LEADER_ELECTION, signal }, (leading) =>
    Promise.all([
      reconcileNamespace(reconcile, leading),
      config.LAUNCHER === "process" ? runJobs(run, leading) : undefined,
      config.RISK_ACCEPTANCE && template !== undefined ? rescanOnChange({ ...shared, accept }, leading) : undefined,
    ]),
  );
  return {
    async stop() {
      await Promise.all([rest.close(), probe.close(), working]);
      await cluster.close();
    },
  };
});
