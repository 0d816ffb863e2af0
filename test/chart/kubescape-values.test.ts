import { expect, it } from "vitest";
import { merge, nested, render } from "./render.ts";

const defaults = render();

/** Values of the chart kubescape-cloud-operator 1.9 and their defaults. Each has an effect or is named in the notes. */
const cloudOperator: [path: string, value: unknown][] = [
  ...["kollector", "kubescape", "gateway", "kubevuln", "operator"].flatMap((component): [string, unknown][] => [
    [`${component}.affinity`, { podAffinity: { a: [] } }],
    [`${component}.image.repository`, `quay.io/kubescape/${component}`],
    [`${component}.nodeSelector`, { disk: "ssd" }],
    [`${component}.volumes`, [{ name: "v", emptyDir: {} }]],
    [`${component}.volumeMounts`, [{ name: "v", mountPath: "/v" }]],
  ]),
  ...["kubescapeScheduler", "kubevulnScheduler"].flatMap((scheduler): [string, unknown][] => [
    [`${scheduler}.enabled`, true],
    [`${scheduler}.image.repository`, "quay.io/kubescape/http_request"],
    [`${scheduler}.scanSchedule`, "0 0 * * *"],
    [`${scheduler}.volumes`, [{ name: "v", emptyDir: {} }]],
    [`${scheduler}.volumeMounts`, [{ name: "v", mountPath: "/v" }]],
  ]),
  ["kollector.enabled", true],
  ["kollector.env", [{ name: "PRINT_REPORT", value: "false" }]],
  ["kubescape.downloadArtifacts", true],
  ["kubescape.enableHostScan", true],
  ["kubescape.enabled", false],
  ["kubescape.serviceMonitor.enabled", true],
  ["kubescape.skipUpdateCheck", false],
  ["kubescape.submit", true],
  ["gateway.enabled", true],
  ["kubevuln.enabled", true],
  ["operator.enabled", true],
  ["kubescapeHostScanner.volumes", [{ name: "v", emptyDir: {} }]],
  ["kubescapeHostScanner.volumeMounts", [{ name: "v", mountPath: "/v" }]],
  ["awsIamRoleArn", "arn:aws:iam::1:role/x"],
  ["clientID", "x"],
  ["addRevisionLabel", true],
  ["cloudRegion", "eu-west-1"],
  ["cloudProviderEngine", "eks"],
  ["gkeProject", "x"],
  ["gkeServiceAccount", "x"],
  ["secretKey", "x"],
  ["triggerNewImageScan", true],
  ["volumes", [{ name: "v", emptyDir: {} }]],
  ["volumeMounts", [{ name: "v", mountPath: "/v" }]],
  ["account", "1111-aaaaa-4444-555"],
  ["cluster-name", "minikube"],
  ["serviceMonitor.enabled", true],
];

/** The main values of the chart kubescape-operator 1.40. */
const operatorChart: [path: string, value: unknown][] = [
  ["nameOverride", "scans"],
  ["fullnameOverride", "kubescape"],
  ["clusterName", "prod"],
  ["defaultFrameworks", ["nsa"]],
  ["ksNamespace", "scans"],
  ["ksLabel", "kubescape"],
  ["additionalAnnotations", { a: "b" }],
  ["additionalLabels", { a: "b" }],
  ["certificates.strategy", "template"],
  ["certificates.certgen.image", "quay.io/kubescape/kubectl"],
  ["logger.level", "debug"],
  ["logger.name", "zap"],
  ["excludeNamespaces", "kube-system"],
  ["includeNamespaces", "default"],
  ["excludeLabels", { a: ["b"] }],
  ["customScheduling.nodeSelector", { a: "b" }],
  ["imagePullSecrets", "regcred"],
  ["imagePullSecret.server", "registry.example"],
  ["server", "api.example"],
  ["accessKey", "x"],
  ["credentials.cloudSecret", "x"],
  ["unittest", true],
  ...[
    "operator",
    "nodeScan",
    "nodeSbomGeneration",
    "vulnerabilityScan",
    "relevancy",
    "runtimeObservability",
    "networkPolicyService",
    "networkEventsStreaming",
    "nodeProfileService",
    "admissionController",
    "httpDetection",
    "seccompProfileService",
    "continuousScan",
    "scanEmbeddedSBOMs",
    "vexGeneration",
    "runtimeDetection",
    "malwareDetection",
    "manageWorkloads",
    "syncSBOM",
    "agentRuntimePosture",
    "riskAcceptance",
    "remediation",
    "autoUpgrading",
    "kubescapeOffline",
    "prometheusExporter",
  ].map((capability): [string, unknown] => [`capabilities.${capability}`, "enable"]),
  ["capabilities.configurationScan", "disable"],
  ["capabilities.seccompProfileBackend", "crd"],
  ["capabilities.testing.nodeAgentMultiplication.enabled", true],
  ["serviceScanConfig.enabled", true],
  ["configurations.otelUrl", "collector:4317"],
  ["configurations.persistence", "disable"],
  ["configurations.prometheusAnnotations", "enable"],
  ["configurations.priorityClass.enabled", true],
  ["alertCRD.installDefault", true],
  ["cloudProviderMetadata.cloudRegion", "eu-west-1"],
  ["cloudProviderMetadata.awsIamRoleArn", "arn"],
  ["cloudProviderMetadata.gkeProject", "x"],
  ["persistence.storageClass", "fast"],
  ["persistence.accessMode", "ReadWriteMany"],
  ["persistence.size.backingStorage", "9Gi"],
  ["persistence.size.kubevuln", "9Gi"],
  ["global.httpsProxy", "http://proxy"],
  ["global.noProxy", "x"],
  ["global.proxySecretFile", "x"],
  ["global.proxySecretName", "x"],
  ["global.enableClusterWideSecretAccess", true],
  ["global.namespaceTier", "x"],
  ["global.cloudConfig", "x"],
  ["global.kubescapePsp.enabled", true],
  ["global.networkPolicy.enabled", true],
  ["global.networkPolicy.httpsProxyIP", "10.0.0.1"],
  ["global.overrideRuntimePath", "/run"],
  ["global.overrideDefaultCaCertificates.enabled", true],
  ["global.extraCaCertificates.enabled", true],
  ["global.openshift.scc.enabled", true],
  ["imageScanning.privateRegistries.credentials", [{ registry: "x" }]],
  ["kubescape.service.port", 8080],
  ["kubescape.resources.limits.memory", "2Gi"],
  ["operator.service.port", 80],
  ["operator.podScanGuardTime", "1h"],
  ["operator.triggerSecurityFramework", true],
  ["operator.admissionWebhooks.patch.retries", 60],
  ["operator.env", { A: "b" }],
  ["operator.rulesUpdateConfig.enabled", true],
  ["kubevuln.config.scanTimeout", "5m"],
  ["storage.enabled", true],
  ["storage.mtls.enabled", true],
  ["storage.cleanupInterval", "6h"],
  ["storage.kindQueues.sbomsyft.workerCount", 2],
  ["nodeAgent.config.updatePeriod", "10m"],
  ["clamav.image.tag", "x"],
  ["synchronizer.service.port", 8089],
  ["grypeOfflineDB.enabled", true],
  ["prometheusExporter.enableWorkloadMetrics", true],
  ["helmReleaseUpgrader.schedule", "0 14 * * *"],
  ["kubescapeScheduler.requestBody", { commands: [] }],
  ["kubescapeScheduler.scanSchedule", "0 8 * * *"],
  ["kubevulnScheduler.scanSchedule", "0 0 * * *"],
  ["registryScanScheduler.scanSchedule", "0 0 * * *"],
  ["continuousScanning.matchingRules.namespaces", ["default"]],
  ["otelCollector.enabled", true],
  ["serviceDiscovery.enabled", true],
];

/** One rendering with all values says which the chart takes to have no effect. */
const all = [...cloudOperator, ...operatorChart].map(([path, value]) => nested(path, value));
const notes = render(all.reduce(merge, {})).then((rendering) => rendering.notes.split("\n"));

const nameOf = (lines: string[], path: string) => lines.find((line) => line.startsWith(`  ${path}`));

it.each([...cloudOperator, ...operatorChart])("%s = %j has an effect or is named in the notes", async (path, value) => {
  const named = nameOf(await notes, path);
  if (named) expect(named).toMatch(/: not yet, because (?!this chart does not know)/);
  else expect((await render(nested(path, value))).manifest).not.toBe((await defaults).manifest);
});

it("changes nothing for all values together that are named as without effect", async () => {
  const lines = await notes;
  const named = [...cloudOperator, ...operatorChart].filter(([path]) => nameOf(lines, path));
  expect(named.length).toBeGreaterThan(100);
  const values = named.map(([path, value]) => nested(path, value)).reduce(merge, {});
  expect((await render(values)).objects).toEqual((await defaults).objects);
});

it("names a value that no chart has, so that a typing error is seen", async () => {
  const { notes } = await render({ operator: { maxRuningJobs: 5 } });
  expect(notes).toContain("operator.maxRuningJobs: not yet, because this chart does not know the value");
});
