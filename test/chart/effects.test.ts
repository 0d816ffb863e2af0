import { describe, expect, it } from "vitest";
import { at, environment, jobTemplate, merge, nested, objectOf, pods, type Rendering, render } from "./render.ts";

type Effect = (rendering: Rendering) => unknown;

const deployment = (name: string, ...path: (string | number)[]): Effect => {
  return (rendering) => at(objectOf(rendering, "Deployment", name), ...path);
};
const pod = (program: "dispatcher" | "storage" | "config-scan", ...path: (string | number)[]): Effect => {
  return (rendering) => at(pods(rendering)[program], ...path);
};
const env = (program: "dispatcher" | "storage" | "config-scan", name: string): Effect => {
  return (rendering) => environment(pods(rendering)[program])[name];
};
const count = (kind: string): Effect => {
  return ({ objects }) => objects.filter((object) => object.kind === kind).length;
};
const clusterData: Effect = (rendering) =>
  JSON.parse(at(objectOf(rendering, "ConfigMap", "ks-cloud-config"), "data", "clusterData") as string);

const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } };
const toleration = { key: "scans", operator: "Exists" };
const volume = { name: "scratch", emptyDir: {} };
const mount = { name: "scratch", mountPath: "/scratch" };
const resources = { limits: { cpu: "2", memory: "2Gi" }, requests: { cpu: "1", memory: "1Gi" } };
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

const collector = "http://collector.observability:4318";
const auditMount = { name: "audit-log", mountPath: "/var/log/sortie" };
/** What a list of storage's pod says about the audit log. */
const storagePart = (...path: (string | number)[]): Effect => {
  return (rendering) =>
    (at(pods(rendering).storage, ...path) as { name: string }[]).find(({ name }) => name === "audit-log");
};

type Row = [path: string, value: unknown, effect: Effect, expected: unknown];

const components = [
  ["operator", "dispatcher"],
  ["kubescape", "config-scan"],
  ["storage", "storage"],
] as const;

/** Values that each component has. */
const ofComponents = components.flatMap(([block, program]): Row[] => {
  const template = (rendering: Rendering) =>
    program === "config-scan" ? jobTemplate(rendering) : objectOf(rendering, "Deployment", program);
  const metadata = (field: string): Effect => {
    return (rendering) => at(template(rendering), "spec", "template", "metadata", field, "team");
  };
  const last = (...path: (string | number)[]): Effect => {
    return (rendering) => (at(pods(rendering)[program], ...path) as unknown[] | undefined)?.at(-1);
  };
  return [
    [`${block}.image.repository`, "registry.example/x", pod(program, "containers", 0, "image"), "registry.example/x:1"],
    [`${block}.image.tag`, "1", pod(program, "containers", 0, "image"), "registry.example/x:1"],
    [`${block}.image.pullPolicy`, "Always", pod(program, "containers", 0, "imagePullPolicy"), "Always"],
    [`${block}.resources`, resources, pod(program, "containers", 0, "resources"), resources],
    [`${block}.nodeSelector`, { disk: "ssd" }, pod(program, "nodeSelector", "disk"), "ssd"],
    [`${block}.affinity`, affinity, pod(program, "affinity"), affinity],
    [`${block}.tolerations`, [toleration], pod(program, "tolerations"), [toleration]],
    [`${block}.priorityClassName`, "high", pod(program, "priorityClassName"), "high"],
    [`${block}.podLabels`, { team: "blue" }, metadata("labels"), "blue"],
    [`${block}.podAnnotations`, { team: "blue" }, metadata("annotations"), "blue"],
    [`${block}.volumes`, [volume], last("volumes"), volume],
    [`${block}.volumeMounts`, [mount], last("containers", 0, "volumeMounts"), mount],
    [`${block}.env`, { EXTRA: 5 }, env(program, "EXTRA"), "5"],
  ];
});

/** The same values in their other form. */
const ofComponentsOtherwise = components.flatMap(([block, program]): Row[] => [
  [`${block}.image.digest`, digest, pod(program, "containers", 0, "image"), `localhost/sortie/${program}@${digest}`],
  [`${block}.env`, [{ name: "EXTRA", value: "5" }], env(program, "EXTRA"), "5"],
]);

const claim = (...path: (string | number)[]): Effect => {
  return (rendering) => at(objectOf(rendering, "PersistentVolumeClaim", "sortie-storage"), "spec", ...path);
};
const templates: Effect = (rendering) => at(objectOf(rendering, "ConfigMap", "sortie-job-templates"), "data");
const enforced: Effect = (rendering) =>
  at(objectOf(rendering, "Namespace", "kubescape"), "metadata", "labels", "pod-security.kubernetes.io/enforce");

const cloudSecret = (key: string): Effect => {
  return (rendering) => at(objectOf(rendering, "Secret", "cloud-secret"), "data", key);
};

/** Values that do not stand in each other's way: one rendering shows them all. */
const together: Row[] = [
  ["nameOverride", "scans", deployment("storage", "metadata", "labels", "app.kubernetes.io/name"), "scans"],
  ["fullnameOverride", "scans", (r) => objectOf(r, "ClusterRole", "scans-dispatcher").kind, "ClusterRole"],
  ["clusterName", "arn:aws:eks/prod", env("config-scan", "CLUSTER_NAME"), "arn-aws-eks-prod"],
  ["clusterName", "arn:aws:eks/prod", (r) => at(clusterData(r), "clusterName"), "arn-aws-eks-prod"],
  ["namespace.create", true, enforced, "restricted"],
  ["additionalLabels", { team: "blue" }, deployment("storage", "metadata", "labels", "team"), "blue"],
  ["additionalAnnotations", { team: "blue" }, deployment("storage", "metadata", "annotations", "team"), "blue"],
  [
    "addRevisionLabel",
    true,
    deployment("storage", "spec", "template", "metadata", "annotations", "sortie.dev/revision"),
    "1",
  ],
  ["image.registry", "registry.example", pod("storage", "containers", 0, "image"), "registry.example/storage:1"],
  ["image.tag", "1", pod("storage", "containers", 0, "image"), "registry.example/storage:1"],
  ["image.pullPolicy", "Never", pod("config-scan", "containers", 0, "imagePullPolicy"), "Never"],
  ["imagePullSecrets", "regcred", pod("config-scan", "imagePullSecrets"), [{ name: "regcred" }]],
  ["logger.level", "debug", env("dispatcher", "LOG_LEVEL"), "debug"],
  ["volumes", [volume], pod("config-scan", "volumes"), [volume]],
  ["volumeMounts", [mount], pod("config-scan", "containers", 0, "volumeMounts"), [mount]],
  ["customScheduling.nodeSelector", { pool: "a" }, pod("storage", "nodeSelector", "pool"), "a"],
  ["customScheduling.affinity", affinity, pod("config-scan", "affinity"), affinity],
  ["customScheduling.tolerations", [toleration], pod("dispatcher", "tolerations"), [toleration]],
  ["customScheduling.priorityClassName", "high", pod("config-scan", "priorityClassName"), "high"],
  ["kubescape.activeDeadlineSeconds", 60, (r) => at(jobTemplate(r), "spec", "activeDeadlineSeconds"), 60],
  ["kubescape.backoffLimit", 0, (r) => at(jobTemplate(r), "spec", "backoffLimit"), 0],
  [
    "kubescape.serviceMonitor",
    { enabled: true, interval: "90s", scrapeTimeout: "5s", additionalLabels: { release: "prometheus" } },
    (r) => at(objectOf(r, "ServiceMonitor", "dispatcher"), "spec", "endpoints"),
    [{ port: "metrics", path: "/metrics", interval: "90s", scrapeTimeout: "5s" }],
  ],
  [
    "configurations.prometheusAnnotations",
    "enable",
    deployment("dispatcher", "spec", "template", "metadata", "annotations", "prometheus.io/path"),
    "/metrics",
  ],
  ["persistence.storageClass", "fast", claim("storageClassName"), "fast"],
  ["persistence.accessMode", "ReadWriteMany", claim("accessModes"), ["ReadWriteMany"]],
  ["persistence.size.backingStorage", "9Gi", claim("resources", "requests", "storage"), "9Gi"],
  [
    "quota",
    { operatorCommands: 1_000_000, jobs: 7 },
    (r) => at(objectOf(r, "ResourceQuota", "sortie-objects"), "spec", "hard"),
    { "count/operatorcommands.kubescape.io": "1000000", "count/jobs.batch": "7" },
  ],
  ["capabilities.riskAcceptance", "enable", env("dispatcher", "RISK_ACCEPTANCE"), "true"],
  ["global.enableClusterWideSecretAccess", true, env("config-scan", "READ_SECRETS"), "true"],
  ["global.namespaceTier", "security", deployment("storage", "metadata", "labels", "tier"), "security"],
  ["global.networkPolicy.enabled", true, count("NetworkPolicy"), 3],
  [
    "global.networkPolicy",
    { createEgressRules: true, apiServerIP: "10.0.0.1", apiServerPort: 6443 },
    (r) => at(objectOf(r, "NetworkPolicy", "config-scan"), "spec", "egress", 0),
    { ports: [{ port: 6443, protocol: "TCP" }], to: [{ ipBlock: { cidr: "10.0.0.1/32" } }] },
  ],
  [
    "global.openshift.scc.enabled",
    true,
    (r) => at(objectOf(r, "RoleBinding", "sortie-scc-nonroot"), "roleRef", "name"),
    "system:openshift:scc:nonroot-v2",
  ],
  ["operator.replicaCount", 2, deployment("dispatcher", "spec", "replicas"), 2],
  ["operator.replicaCount", 2, env("dispatcher", "LEADER_ELECTION"), "true"],
  ["operator.replicaCount", 2, deployment("dispatcher", "spec", "strategy", "rollingUpdate", "maxSurge"), 0],
  ["operator.allowUnauthenticated", true, env("dispatcher", "ALLOW_UNAUTHENTICATED"), "true"],
  ["operator.maxRunningJobs", 9, env("dispatcher", "MAX_RUNNING_JOBS"), "9"],
  ["operator.windowFactor", 2, env("dispatcher", "WINDOW_FACTOR"), "2"],
  ["kueue.queueName", "team.scans", env("dispatcher", "KUEUE_QUEUE_NAME"), "team.scans"],
  ["operator.jobTtlSeconds", 1, env("dispatcher", "JOB_TTL_SECONDS"), "1"],
  ["operator.commandTtlSeconds", 86_400, env("dispatcher", "COMMAND_TTL_SECONDS"), "86400"],
  ["storage.retentionIntervalSeconds", 0, env("storage", "RETENTION_INTERVAL_SECONDS"), "0"],
  ["storage.retentionWorkloadSeconds", 60, env("storage", "RETENTION_WORKLOAD_SECONDS"), "60"],
  ["storage.retentionImageSeconds", 2_592_000, env("storage", "RETENTION_IMAGE_SECONDS"), "2592000"],
  ["storage.requestsPerSecond", 50, env("storage", "REQUESTS_PER_SECOND"), "50"],
  ["storage.connectionsPerAddress", 50, env("storage", "CONNECTIONS_PER_ADDRESS"), "50"],
  ["storage.connections", 0, env("storage", "CONNECTIONS"), "0"],
  ["storage.auditLog.to", "file", env("storage", "AUDIT_LOG_FILE"), "/var/log/sortie/audit.log"],
  ["storage.auditLog.to", "file", storagePart("containers", 0, "volumeMounts"), auditMount],
  ["storage.auditLog.megabytes", 20, env("storage", "AUDIT_LOG_MEGABYTES"), "20"],
  ["storage.auditLog.megabytes", 20, storagePart("volumes"), { name: "audit-log", emptyDir: { sizeLimit: "90Mi" } }],
  ["storage.tracing.endpoint", collector, env("storage", "OTEL_EXPORTER_OTLP_ENDPOINT"), collector],
  ["storage.tracing.samplingRatio", 0, env("storage", "OTEL_TRACES_SAMPLER_ARG"), "0"],
  ["operator.service.type", "NodePort", (r) => at(objectOf(r, "Service", "operator"), "spec", "type"), "NodePort"],
  ["operator.service.port", 80, (r) => at(objectOf(r, "Service", "operator"), "spec", "ports", 0, "port"), 80],
];

const names: Row[] = [
  ["cluster-name", "prod", env("config-scan", "CLUSTER_NAME"), "prod"],
  ["ksNamespace", "scans", deployment("dispatcher", "metadata", "namespace"), "scans"],
  ["ksNamespace", "scans", env("dispatcher", "NAMESPACE"), "scans"],
  ["ksNamespace", "scans", env("config-scan", "RESULTS_NAMESPACE"), "scans"],
  [
    "credentials.cloudSecret",
    "own",
    pod("config-scan", "volumes", 0),
    { name: "credentials", secret: { secretName: "own", optional: true } },
  ],
];

/** Values that take away what others above need to be seen. */
const apart: Row[] = [
  [
    "imagePullSecret",
    { server: "registry.example", username: "u", password: "p" },
    pod("dispatcher", "imagePullSecrets"),
    [{ name: "sortie-image-pull" }],
  ],
  ["logger.level", "warning", env("dispatcher", "LOG_LEVEL"), "warn"],
  ["image.tag", "", pod("storage", "containers", 0, "image"), "localhost/sortie/storage:0.1.0"],
  ["configurations.persistence", "disable", count("PersistentVolumeClaim"), 0],
  ["configurations.persistence", "disable", pod("storage", "volumes", 0, "emptyDir", "sizeLimit"), "5Gi"],
  ["kubescape.enabled", false, templates, {}],
  ["storage.auditLog.to", "stdout", env("storage", "AUDIT_LOG_FILE"), "-"],
  ["storage.certificate.secretName", "tls", env("storage", "TLS_CERT_FILE"), "/etc/sortie/certificate/tls.crt"],
  [
    "storage.certificate.apiServiceAnnotations",
    { "cert-manager.io/inject-ca-from": "kubescape/tls" },
    (r) =>
      at(
        r.objects.find(({ kind }) => kind === "APIService"),
        "metadata",
        "annotations",
      ),
    { "cert-manager.io/inject-ca-from": "kubescape/tls" },
  ],
  ["global.cloudConfig", "facts", (r) => objectOf(r, "ConfigMap", "facts").kind, "ConfigMap"],
  ["quota.enabled", false, count("ResourceQuota"), 0],
  ["fence.enabled", false, count("ValidatingAdmissionPolicy"), 0],
];

/** Values that give a scan's pod volumes of its own. */
const reports: Row[] = [
  [
    "kubescape.eventReceiverUrl",
    "https://report.example",
    env("config-scan", "EVENT_RECEIVER_URL"),
    "https://report.example",
  ],
  ["server", "api.example", env("config-scan", "API_URL"), "https://api.example"],
  ["server", "api.example", (r) => at(clusterData(r), "keepLocal"), false],
  ["account", "a-1", cloudSecret("account"), "YS0x"],
  ["accessKey", "k-1", cloudSecret("accessKey"), "ay0x"],
  ["kubescape.regressionEvents", false, env("config-scan", "REGRESSION_EVENTS"), undefined],
];

const release = "https://github.com/kubescape/regolibrary/releases/download/v2";

/** What a scan judges by. */
const judgedBy: Row[] = [
  [
    "kubescape.exceptionsConfigMap",
    "accepted",
    env("config-scan", "EXCEPTIONS_FILE"),
    "/etc/sortie/exceptions/exceptions.json",
  ],
  [
    "kubescape.controlInputsConfigMap",
    "lists",
    env("config-scan", "CONTROL_INPUTS_FILE"),
    "/etc/sortie/control-inputs/controls-inputs.json",
  ],
  ["kubescape.policiesConfigMap", "house", env("config-scan", "USER_POLICIES_DIR"), "/etc/sortie/policies"],
  ["kubescape.downloadArtifacts", true, env("config-scan", "ARTIFACTS_URL"), release],
  ["kubescape.artifactsDir", "/etc/sortie/release", env("config-scan", "ARTIFACTS_DIR"), "/etc/sortie/release"],
];

const mirror: Row[] = [
  [
    "kubescape",
    { downloadArtifacts: true, artifactsUrl: "http://mirror.example:8081/v2" },
    env("config-scan", "ARTIFACTS_URL"),
    "http://mirror.example:8081/v2",
  ],
];

const scansOff: Row[] = [
  ["capabilities.kubescapeOffline", "enable", (r) => at(clusterData(r), "kubescapeOffline"), true],
  ["capabilities.configurationScan", "disable", templates, {}],
  ["capabilities.configurationScan", "disable", (r) => at(clusterData(r), "postureScanEnabled"), false],
];

describe.each<[what: string, rows: Row[]]>([
  ["values of a component", ofComponents],
  ["values of a component in another form", ofComponentsOtherwise],
  ["general values", together],
  ["names in other words", names],
  ["values that switch something off", apart],
  ["what scans report", reports],
  ["what scans judge by", judgedBy],
  ["a mirror of what scans judge by", mirror],
  ["the capability to scan", scansOff],
])("%s", (_what, rows) => {
  const renderings = Promise.all([
    render(),
    render(rows.reduce((values, [path, value]) => merge(values, nested(path, value)), {})),
  ]);

  it.each(rows)("%s = %j has its effect", async (path, _value, effect, expected) => {
    const [without, withValues] = await renderings;
    expect(effect(withValues)).toEqual(expected);
    expect(effectOrNothing(effect, without), "without the value").not.toEqual(expected);
    expect(withValues.notes).not.toContain(`  ${path}: not yet`);
  });
});

/** An object that only the value makes is not there without it. */
function effectOrNothing(effect: Effect, rendering: Rendering): unknown {
  try {
    return effect(rendering);
  } catch {
    return undefined;
  }
}

it("runs its own image where a values file names the one Kubescape's chart runs, and says so", async () => {
  const rendering = await render({
    kubescape: { image: { repository: "quay.io/kubescape/kubescape", tag: "v4.0.11" } },
  });
  expect(pods(rendering)["config-scan"].containers[0]?.image).toBe("localhost/sortie/config-scan:dev");
  expect(rendering.notes).toContain(
    "kubescape.image.repository: not yet, because quay.io/kubescape/kubescape is an image",
  );
});

it("sends nothing out of the cluster where it is said to be offline", async () => {
  const rendering = await render({
    server: "api.example",
    kubescape: { eventReceiverUrl: "https://report.example", downloadArtifacts: true },
    capabilities: { kubescapeOffline: "enable" },
  });
  const environmentOfScan = environment(pods(rendering)["config-scan"]);
  expect(environmentOfScan).not.toHaveProperty("ARTIFACTS_URL");
  expect(environmentOfScan).not.toHaveProperty("API_URL");
  expect(environmentOfScan).not.toHaveProperty("EVENT_RECEIVER_URL");
});

it.each<[what: string, values: object, ports: number[]]>([
  ["nothing else", {}, []],
  ["the receiver of reports", { server: "api.example" }, [443]],
  ["an API that names it, at a port of its own", { server: "api.example:8443" }, [8443, 443]],
  ["an API at an address of IPv6", { server: "[fd00::1]:8443" }, [8443, 443]],
  ["a receiver at a port of its own", { kubescape: { eventReceiverUrl: "https://report.example:9443/in" } }, [9443]],
  ["what releases controls", { kubescape: { downloadArtifacts: true } }, [443]],
  [
    "a mirror of it",
    { kubescape: { downloadArtifacts: true, artifactsUrl: "http://mirror.example:8081/v2" } },
    [8081, 443],
  ],
])("lets scans reach %s outside the cluster, and the names of hosts where they need them", async (_, values, ports) => {
  const networkPolicy = { enabled: true, createEgressRules: true };
  const rendering = await render({ global: { networkPolicy }, ...values });
  const [, outside] = at(objectOf(rendering, "NetworkPolicy", "config-scan"), "spec", "egress") as {
    ports: { port: number }[];
  }[];
  expect((outside?.ports ?? []).map(({ port }) => port)).toEqual(
    ports.length === 0 ? [] : [...ports, 53, 53, 5353, 5353],
  );
});

function fenceOf(rendering: Rendering): string {
  const fence = objectOf(rendering, "ValidatingAdmissionPolicy", "sortie-dispatcher-jobs");
  const validations = at(fence, "spec", "validations") as { expression: string }[];
  return validations.map(({ expression }) => expression).join("\n");
}

it("quotes what the fence lets pass, whatever is in it", async () => {
  const volumeMounts = [{ name: "own", mountPath: "/mnt/a 'quoted\\\" place" }];
  const rendering = await render({ kubescape: { volumes: [{ name: "own", emptyDir: {} }], volumeMounts } });
  expect(fenceOf(rendering)).toContain(`mount.mountPath in ["/mnt/a 'quoted\\\\\\" place"]`);
});

it("mounts what scans report with and judge by, and lets the fence pass it and nothing else", async () => {
  const values = {
    server: "api.example",
    credentials: { cloudSecret: "own" },
    kubescape: {
      exceptionsConfigMap: "accepted",
      controlInputsConfigMap: "lists",
      policiesConfigMap: "house",
      volumeMounts: [{ name: "exceptions", mountPath: "/etc/sortie/own" }],
    },
  };
  const rendering = await render(values);
  expect(pods(rendering)["config-scan"].volumes).toEqual([
    { name: "credentials", secret: { secretName: "own", optional: true } },
    { name: "control-inputs", configMap: { name: "lists", optional: true } },
    { name: "exceptions", configMap: { name: "accepted", optional: true } },
    { name: "policies", configMap: { name: "house", optional: true } },
    { name: "report", emptyDir: { sizeLimit: "2Gi" } },
  ]);
  const fence = fenceOf(rendering);
  expect(fence).toContain('volume.secret.secretName in ["own"]');
  expect(fence).toContain('volume.configMap.name in ["accepted", "house", "lists"]');
  const folders = ["control-inputs", "credentials", "exceptions", "own", "policies"].map(
    (name) => `"/etc/sortie/${name}"`,
  );
  expect(fence).toContain(`mount.mountPath in [${folders.join(", ")}, "/tmp"]`);
  expect(
    rendering.objects.filter(({ kind, metadata }) => kind === "Secret" && metadata.name === "cloud-secret"),
  ).toEqual([]);
});

it.each([
  ["volume of the results", "PersistentVolumeClaim", "sortie-storage"],
  ["namespace that it has made", "Namespace", "kubescape"],
])("has helm leave the %s alone, whatever annotations are wanted", async (_what, kind, name) => {
  const additionalAnnotations = { team: "blue", "helm.sh/resource-policy": "delete" };
  const rendering = await render({ namespace: { create: true }, additionalAnnotations });
  expect(at(objectOf(rendering, kind, name), "metadata", "annotations")).toEqual({
    team: "blue",
    "helm.sh/resource-policy": "keep",
  });
});

it("prints no list of values without effect where none was set", async () => {
  const { notes } = await render();
  expect(notes).not.toContain("not yet");
  expect(notes).toContain("kubectl get workloadconfigurationscansummaries -A");
});
