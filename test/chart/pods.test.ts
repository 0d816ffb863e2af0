import { expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { at, environment, jobTemplate, objectOf, pods, render } from "./render.ts";

it("runs every pod as the restricted Pod Security Standard wants it, with a read-only root", async () => {
  for (const [program, pod] of Object.entries(pods(await render()))) {
    expect(pod, program).toMatchObject({
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
    });
    for (const field of ["hostNetwork", "hostPID", "hostIPC"]) expect(pod, program).not.toHaveProperty(field);
    for (const container of pod.containers) {
      expect(container.securityContext, program).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(container.resources, program).toMatchObject({ limits: { memory: expect.any(String) } });
    }
  }
});

it("labels only the dispatcher's pod app=operator, which is how Kubescape's command line finds it", async () => {
  const rendering = await render();
  const appOf = (object: object) => at(object, "spec", "template", "metadata", "labels", "app");
  expect(appOf(objectOf(rendering, "Deployment", "dispatcher"))).toBe("operator");
  expect(appOf(objectOf(rendering, "Deployment", "storage"))).toBe("storage");
  expect(appOf(jobTemplate(rendering))).toBe("config-scan");
});

it("sends the Service operator:4002 to the dispatcher's pods and to no other", async () => {
  const rendering = await render();
  const service = objectOf(rendering, "Service", "operator");
  expect(at(service, "spec", "ports", 0)).toMatchObject({ port: 4002, targetPort: "trigger-port" });
  const labels = at(objectOf(rendering, "Deployment", "dispatcher"), "spec", "template", "metadata", "labels");
  expect(labels).toMatchObject(at(service, "spec", "selector") as object);
  const others = [objectOf(rendering, "Deployment", "storage"), jobTemplate(rendering)];
  for (const other of others) {
    const otherLabels = at(other, "spec", "template", "metadata", "labels");
    expect(otherLabels).not.toMatchObject(at(service, "spec", "selector") as object);
  }
});

it.each([4002, 8000, 8001])("serves metrics under the port that is scraped, with the trigger at %i", async (port) => {
  const rendering = await render({ operator: { service: { port } }, kubescape: { serviceMonitor: { enabled: true } } });
  const ports = at(objectOf(rendering, "Service", "operator"), "spec", "ports") as { name: string; port: number }[];
  const scraped = at(objectOf(rendering, "ServiceMonitor", "dispatcher"), "spec", "endpoints", 0, "port");
  expect(ports.find(({ name }) => name === scraped)).toMatchObject({ targetPort: "readiness-port" });
  expect(new Set(ports.map((one) => one.port)).size).toBe(2);
});

it("has each label once, and its own way where a user's says what Services look for", async () => {
  const label = { app: "security", tier: "x", "app.kubernetes.io/component": "y" };
  const rendering = await render({
    additionalLabels: label,
    operator: { podLabels: label },
    kubescape: { podLabels: { ...label, "azure.workload.identity/use": "true" }, resources: null },
    cloudProviderMetadata: { aksClientID: "c" },
  });
  const template = at(objectOf(rendering, "ConfigMap", "sortie-job-templates"), "data", "config-scan.yaml") as string;
  for (const text of [rendering.manifest, template]) {
    expect(parseAllDocuments(text).flatMap(({ errors }) => errors)).toEqual([]);
  }
  const labels = at(objectOf(rendering, "Deployment", "dispatcher"), "spec", "template", "metadata", "labels");
  expect(labels).toMatchObject({ app: "operator", tier: "x", "app.kubernetes.io/component": "dispatcher" });
  expect(at(jobTemplate(rendering), "spec", "template", "spec", "containers", 0, "resources")).toEqual({});
});

it("has each variable once, with the value that a component's own has for it", async () => {
  const env = { LOG_LEVEL: "debug", FURTHER: "1" };
  const values = { operator: { env }, storage: { env: [{ name: "LOG_LEVEL", value: "debug" }] }, kubescape: { env } };
  for (const pod of Object.values(pods(await render(values)))) {
    const variables = (pod.containers[0]?.env ?? []).map(({ name }) => name);
    expect(variables).toEqual([...new Set(variables)]);
    expect(environment(pod)).toMatchObject({ LOG_LEVEL: "debug" });
  }
});

it("takes names that look like numbers for names", async () => {
  const rendering = await render({
    nameOverride: "true",
    ksNamespace: "1e3",
    imagePullSecrets: ["12", { name: "34" }],
    credentials: { cloudSecret: "56" },
    customScheduling: { priorityClassName: "78" },
    kubescape: { exceptionsConfigMap: "90" },
    storage: { certificate: { secretName: "11" } },
    global: { cloudConfig: "22" },
  });
  const named = [...rendering.objects, jobTemplate(rendering)].flatMap(namesIn);
  expect(named.filter(([, value]) => typeof value !== "string")).toEqual([]);
  expect(JSON.stringify(pods(rendering)["config-scan"])).toContain('"imagePullSecrets":[{"name":"12"},{"name":"34"}]');
});

/** Whatever stands under a key that names something, or is a label. */
function namesIn(object: unknown): [key: string, value: unknown][] {
  if (typeof object !== "object" || object === null) return [];
  return Object.entries(object).flatMap(([key, value]): [string, unknown][] => {
    if (typeof value === "object") return namesIn(value);
    return /^(app|.*[nN]ame|.*[nN]amespace|.*\/.*)$/.test(key) ? [[key, value]] : [];
  });
}

it("never lets two storage pods hold one database, nor two dispatchers answer at once", async () => {
  const rendering = await render();
  for (const name of ["storage", "dispatcher"]) {
    expect(at(objectOf(rendering, "Deployment", name), "spec", "strategy")).toEqual({ type: "Recreate" });
  }
});

it("restarts the dispatcher when its job templates change, and only then", async () => {
  const checksum = async (values: object) =>
    at(objectOf(await render(values), "Deployment", "dispatcher"), "spec", "template", "metadata", "annotations");
  const before = await checksum({});
  expect(await checksum({ storage: { podLabels: { a: "b" } } })).toEqual(before);
  expect(await checksum({ kubescape: { activeDeadlineSeconds: 60 } })).not.toEqual(before);
});

/** Variables of `runJob` and `runService`, and what the dispatcher adds for one scan. */
const ofEveryProgram = ["LOG_LEVEL"];
const ofEveryJob = ["SCAN_REQUEST", "TRACEPARENT", "TERMINATION_LOG"];

/** Variables that the chart leaves to the program: their defaults fit the image, or they are for runs without a cluster. */
const leftToTheProgram: Record<string, string[]> = {
  dispatcher: ["ADDRESS_FILE", "KUBECONFIG_FILE", "LAUNCHER", "PATH", "PROBE_ADDRESS", "REST_ADDRESS", "RUNNER_DIR"],
  storage: [
    "CERTIFICATE_SECRET",
    "DATABASE_FILE",
    "HISTORY_REVISIONS",
    "HISTORY_SECONDS",
    "KUBECONFIG_FILE",
    "KUBECONFIG_OUT",
    "LISTEN_ADDRESS",
    "SERVICE_NAME",
    "STORAGE_MODE",
  ],
  "config-scan": [
    "AZURE_FEDERATED_TOKEN_FILE",
    "CLOUD_CREDENTIALS_DIR",
    "CLOUD_ENDPOINT_URL",
    "CODE_CACHE",
    "CREDENTIALS_DIR",
    "LIBRARY_OUT",
    "POLICIES_DIR",
    "RESULTS_FD",
    "SCANNED_CONTEXT",
    "SCANNED_KUBECONFIG",
    "SCANNED_OBJECTS",
    "STORAGE_KUBECONFIG",
  ],
};

it.each(["dispatcher", "storage", "config-scan"] as const)(
  "renders for %s exactly the environment variables that its configuration reads",
  async (program) => {
    const everything = {
      global: { enableClusterWideSecretAccess: true },
      capabilities: { riskAcceptance: "enable" },
      server: "api.example",
      cloudProviderMetadata: {
        cloudRegion: "eu-west-1",
        gkeProject: "p",
        aksSubscriptionID: "s",
        aksResourceGroup: "g",
        aksTenantID: "t",
        aksClientID: "c",
      },
      kubescape: {
        exceptionsConfigMap: "accepted",
        controlInputsConfigMap: "lists",
        policiesConfigMap: "house",
        downloadArtifacts: true,
        artifactsDir: "/etc/sortie/artifacts",
        eventReceiverUrl: "https://report.example",
      },
      storage: {
        certificate: { secretName: "tls" },
        retentionIntervalSeconds: 1,
        retentionWorkloadSeconds: 1,
        retentionImageSeconds: 1,
        requestsPerSecond: 1,
        connectionsPerAddress: 1,
        connections: 1,
        auditLog: { to: "file", megabytes: 1 },
        tracing: { endpoint: "http://collector:4318", samplingRatio: 0.5 },
      },
      kueue: { queueName: "scans" },
      operator: {
        replicaCount: 2,
        allowUnauthenticated: true,
        maxRunningJobs: 1,
        windowFactor: 1,
        jobTtlSeconds: 1,
        commandTtlSeconds: 1,
      },
    };
    const rendered = Object.keys(environment(pods(await render(everything))[program]));
    const known = [...(await configKeys(program)), ...ofEveryProgram].filter(
      (name) => !leftToTheProgram[program]?.includes(name) && !ofEveryJob.includes(name),
    );
    expect(rendered.toSorted()).toEqual(known.toSorted());
  },
);

/** Keys of the schema `Config` of a program. Programs are not imported as packages: the path is made at run time. */
async function configKeys(program: string): Promise<string[]> {
  const folder = program === "config-scan" ? "jobs/config-scan" : program;
  const file = new URL(`../../${folder}/src/config.ts`, import.meta.url);
  const { Config } = (await import(file.href)) as { Config: { shape: object } };
  return Object.keys(Config.shape);
}
