import { beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import type { Cluster } from "../cluster/cluster.ts";
import { failure, install, namespace, systemCluster } from "./installation.ts";

const dispatcher = `--as=system:serviceaccount:${namespace}:dispatcher`;
let cluster: Cluster;

beforeAll(async () => {
  cluster = await systemCluster();
  await install(cluster);
});

type Container = Record<string, unknown> & { image: string; env: object[]; securityContext: object };
type Pod = Record<string, unknown> & { containers: [Container]; securityContext: object };
type JobSpec = Record<string, unknown> & { template: { metadata: { labels: object }; spec: Pod } };
type Job = { metadata: object; spec: JobSpec };

/** The Job the dispatcher makes of the chart's template, changed by the case. */
async function job(change: (pod: Pod, job: Job) => void = () => {}): Promise<Job> {
  const path = ["-o", "jsonpath={.data.config-scan\\.yaml}"];
  const text = await cluster.kubectl(["get", "configmap", "sortie-job-templates", "-n", namespace, ...path]);
  const made = parse(text) as Job;
  made.metadata = { name: "fence-test", namespace };
  const pod = made.spec.template.spec;
  pod.restartPolicy = "Never";
  pod.containers[0].env.push({ name: "SCAN_REQUEST", value: "{}" });
  change(pod, made);
  return made;
}

/** What creating an object as the dispatcher would answer; nothing is created. */
function create(object: object): Promise<string> {
  return cluster.kubectl(["create", "-f", "-", "-n", namespace, "--dry-run=server", "-o=name", dispatcher], {
    input: JSON.stringify(object),
  });
}

it("lets the dispatcher create the Job that its template describes", async () => {
  expect(await create(await job())).toBe("job.batch/fence-test\n");
});

it("lets the dispatcher create Jobs with everything that values may say of their pods", async () => {
  const made = await job((pod) => {
    Object.assign(pod, {
      nodeSelector: { disk: "ssd" },
      tolerations: [{ key: "scans", operator: "Exists" }],
      affinity: { nodeAffinity: {} },
      imagePullSecrets: [{ name: "pull" }],
    });
    // Who edits the template may choose another user, as long as it is not root.
    pod.securityContext = { ...pod.securityContext, runAsUser: 1000 };
    delete (pod.securityContext as Record<string, unknown>).runAsGroup;
  });
  expect(await create(made)).toBe("job.batch/fence-test\n");
});

it.each<[what: string, change: (pod: Pod, job: Job) => void, message: string]>([
  ["another image", ({ containers: [c] }) => (c.image = "evil.example/miner:1"), "only images of this release"],
  [
    "another image of this release",
    ({ containers: [c] }) => (c.image = c.image.replace("config-scan", "storage")),
    "only images of this release",
  ],
  ["storage's account", (pod) => (pod.serviceAccountName = "storage"), "each with its own ServiceAccount"],
  ["no account", (pod) => delete pod.serviceAccountName, "each with its own ServiceAccount"],
  [
    "an init container of another image",
    (pod) => (pod.initContainers = [{ ...pod.containers[0], name: "a", image: "x" }]),
    "only images of this release",
  ],
  [
    "another command",
    ({ containers: [c] }) => (c.command = ["/usr/local/bin/node", "-e", ""]),
    "without command, args",
  ],
  ["arguments", ({ containers: [c] }) => (c.args = ["-e"]), "without command, args"],
  [
    "a lifecycle hook",
    ({ containers: [c] }) => (c.lifecycle = { preStop: { sleep: { seconds: 1 } } }),
    "lifecycle hooks",
  ],
  [
    "options for Node",
    ({ containers: [c] }) => c.env.push({ name: "NODE_OPTIONS", value: "--import=data:" }),
    "only the environment variables",
  ],
  [
    "a Secret's value",
    ({ containers: [c] }) =>
      c.env.push({ name: "CLUSTER_NAME", valueFrom: { secretKeyRef: { name: "storage-certificate", key: "key" } } }),
    "none from a Secret",
  ],
  [
    "all values of a Secret",
    ({ containers: [c] }) => (c.envFrom = [{ secretRef: { name: "storage-certificate" } }]),
    "none from a Secret",
  ],
  [
    "storage's key",
    (pod) => (pod.volumes = [{ name: "v", secret: { secretName: "storage-certificate" } }]),
    "may mount emptyDir volumes",
  ],
  [
    "a folder of the node",
    (pod) => (pod.volumes = [{ name: "v", hostPath: { path: "/" } }]),
    "may mount emptyDir volumes",
  ],
  [
    "storage's data",
    (pod) => (pod.volumes = [{ name: "v", persistentVolumeClaim: { claimName: "sortie-storage" } }]),
    "may mount emptyDir volumes",
  ],
  [
    "another token",
    (pod) => (pod.volumes = [{ name: "v", projected: { sources: [{ serviceAccountToken: { path: "t" } }] } }]),
    "may mount emptyDir volumes",
  ],
  [
    "a volume over its program",
    (pod) => {
      pod.volumes = [{ name: "v", emptyDir: {} }];
      pod.containers[0].volumeMounts = [{ name: "v", mountPath: "/app" }];
    },
    "only where its templates do",
  ],
  ["another folder to begin in", ({ containers: [c] }) => (c.workingDir = "/tmp"), "where they begin"],
  ["the node's network", (pod) => (pod.hostNetwork = true), "do not use the node's network"],
  ["the node's processes", (pod) => (pod.hostPID = true), "do not use the node's network"],
  ["a node by name", (pod) => (pod.nodeName = "system-node"), "do not use the node's network"],
  [
    "another address for the API server's name",
    (pod) => (pod.hostAliases = [{ ip: "192.0.2.1", hostnames: ["kubernetes.default.svc"] }]),
    "do not use the node's network",
  ],
  ["one view of processes for all containers", (pod) => (pod.shareProcessNamespace = true), "do not use the node's"],
  ["another runtime", (pod) => (pod.runtimeClassName = "unconfined"), "do not use the node's network"],
  ["another resolver", (pod) => (pod.dnsConfig = { nameservers: ["192.0.2.1"] }), "do not use the node's network"],
  ["root", (pod) => (pod.securityContext = {}), "run as an ordinary user"],
  [
    "root for all containers",
    (pod) => (pod.securityContext = { ...pod.securityContext, runAsUser: 0 }),
    "run as an ordinary user",
  ],
  [
    "no seccomp profile",
    (pod) => (pod.securityContext = { runAsNonRoot: true, seccompProfile: { type: "Unconfined" } }),
    "run as an ordinary user",
  ],
  ["privileges", ({ containers: [c] }) => (c.securityContext = { privileged: true }), "no capabilities"],
  [
    "a capability",
    ({ containers: [c] }) =>
      (c.securityContext = { ...c.securityContext, capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }),
    "no capabilities",
  ],
  [
    "a writable root",
    ({ containers: [c] }) => (c.securityContext = { ...c.securityContext, readOnlyRootFilesystem: false }),
    "a read-only root",
  ],
  [
    "root in the container",
    ({ containers: [c] }) => (c.securityContext = { ...c.securityContext, runAsUser: 0 }),
    "no capabilities",
  ],
  [
    "the label of the dispatcher",
    (_pod, { spec }) => (spec.template.metadata.labels = { app: "operator" }),
    "labels of its Services",
  ],
  [
    "the labels of storage",
    (_pod, { spec }) => (spec.template.metadata.labels = { "app.kubernetes.io/component": "storage" }),
    "labels of its Services",
  ],
  [
    "pods that others made",
    (_pod, { spec }) => {
      spec.manualSelector = true;
      spec.selector = { matchLabels: { backup: "daily" } };
      spec.ttlSecondsAfterFinished = 0;
      Object.assign(spec.template.metadata.labels, { backup: "daily" });
    },
    "only pods that are made for them",
  ],
  ["the priority of the system", (pod) => (pod.priorityClassName = "system-node-critical"), "an unknown priority"],
])("refuses a Job of the dispatcher with %s", async (_what, change, message) => {
  const refusal = await failure(create(await job(change)));
  expect(refusal).toContain("ValidatingAdmissionPolicy 'sortie-dispatcher-jobs'");
  expect(refusal).toContain(message);
});

it("refuses to change a Job that runs into one the dispatcher could not create", async () => {
  await cluster.kubectl(["delete", "job", "fence-test", "-n", namespace, "--ignore-not-found"]);
  const suspended = await job((_pod, { spec }) => Object.assign(spec, { suspend: true }));
  await cluster.kubectl(["create", "-f", "-"], { input: JSON.stringify(suspended) });
  const patch = JSON.stringify({ spec: { template: { metadata: { labels: { app: "operator" } } } } });
  const answer = cluster.kubectl([
    "patch",
    "job",
    "fence-test",
    "-n",
    namespace,
    "--type=merge",
    "-p",
    patch,
    dispatcher,
  ]);
  expect(await failure(answer)).toContain("labels of its Services");
  await cluster.kubectl(["delete", "job", "fence-test", "-n", namespace]);
});

/** What resuming a suspended Job of an earlier release's image as the dispatcher would answer. */
async function resume(managedBy: string): Promise<string> {
  const suspended = await job(({ containers: [container] }, made) => {
    made.metadata = { name: "fence-resume", labels: { "app.kubernetes.io/managed-by": managedBy } };
    Object.assign(made.spec, { suspend: true });
    container.image = "localhost/sortie/config-scan:earlier";
  });
  await cluster.kubectl(["delete", "job", "fence-resume", "-n", namespace, "--ignore-not-found"]);
  await cluster.kubectl(["create", "-n", namespace, "-f", "-"], { input: JSON.stringify(suspended) });
  const patch = ["--type=merge", '--patch={"spec":{"suspend":false}}', "--dry-run=server", "-o=name", dispatcher];
  return cluster.kubectl(["patch", "job", "fence-resume", "-n", namespace, ...patch]);
}

it("lets the dispatcher resume what it made before an upgrade, and nobody else's Jobs", async () => {
  expect(await failure(resume("somebody"))).toContain("only images of this release");
  expect(await resume("sortie")).toBe("job.batch/fence-resume\n");
  await cluster.kubectl(["delete", "job", "fence-resume", "-n", namespace]);
});

it("refuses a Secret that would be filled with another account's token", async () => {
  const owner = { apiVersion: "kubescape.io/v1alpha1", kind: "OperatorCommand", name: "x", uid: "1" };
  const secret = (type: string, ownerReferences: object[], annotations = {}) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "fence-test", annotations, ownerReferences },
    type,
  });
  const token = secret("kubernetes.io/service-account-token", [owner], {
    "kubernetes.io/service-account.name": "storage",
  });
  expect(await failure(create(token))).toContain("only Secrets of the type Opaque");
  expect(await failure(create(secret("Opaque", [])))).toContain("belongs to the OperatorCommand");
  expect(await create(secret("Opaque", [owner]))).toBe("secret/fence-test\n");
});

it.each([
  [
    "pods",
    { apiVersion: "v1", kind: "Pod", metadata: { name: "x" }, spec: { containers: [{ name: "x", image: "x" }] } },
  ],
  ["roles", { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: { name: "x" }, rules: [] }],
])("gives the dispatcher no right to create %s", async (resource, object) => {
  expect(await failure(create(object))).toContain(`cannot create resource "${resource}"`);
});

it("leaves the Jobs of everyone else in the namespace alone", async () => {
  const other = await job(({ containers: [container] }) => (container.image = "registry.example/backup:1"));
  const answer = await cluster.kubectl(["create", "-f", "-", "--dry-run=server", "-o=name"], {
    input: JSON.stringify(other),
  });
  expect(answer).toBe("job.batch/fence-test\n");
});
