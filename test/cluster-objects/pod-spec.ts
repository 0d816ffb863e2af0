import type { Choices } from "@sortie/rego/choices";
import { text } from "./object.ts";

/** The app whose objects are made: what refers to each other does so by these names. */
export type App = { readonly name: string; readonly account: string; readonly labels: Record<string, string> };

const registries = ["registry.example.com/shop", "ghcr.io/example", "docker.io/library", "quay.io/example"];
const tags = ["1.25.3", "2.0.1", "latest", "v3.11.0-rc1", "stable"];

/** A pod's spec with the faults and the care that clusters have, both in moderation. */
export function podSpec(random: Choices, app: App) {
  return {
    serviceAccountName: app.account,
    ...(random.chance(0.4) ? { automountServiceAccountToken: random.chance(0.3) } : {}),
    ...(random.chance(0.05) ? { hostNetwork: true } : {}),
    ...(random.chance(0.04) ? { hostPID: true } : {}),
    ...(random.chance(0.03) ? { hostIPC: true } : {}),
    ...(random.chance(0.4) ? { securityContext: podSecurity(random) } : { securityContext: {} }),
    nodeSelector: { "kubernetes.io/os": "linux" },
    tolerations: [
      { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
    ],
    containers: random.list(1, 2, (i) => container(random, `${app.name}-${i}`)),
    ...(random.chance(0.15) ? { initContainers: [container(random, "init")] } : {}),
    volumes: volumes(random, app),
    restartPolicy: "Always",
    dnsPolicy: "ClusterFirst",
    schedulerName: "default-scheduler",
    terminationGracePeriodSeconds: 30,
  };
}

function podSecurity(random: Choices) {
  return {
    runAsNonRoot: random.chance(0.7),
    runAsUser: random.chance(0.8) ? 1000 : 0,
    fsGroup: 2000,
    seccompProfile: { type: "RuntimeDefault" },
  };
}

function container(random: Choices, name: string) {
  return {
    name,
    image: `${random.pick(registries)}/${name}:${random.pick(tags)}`,
    imagePullPolicy: random.pick(["Always", "IfNotPresent"]),
    command: [`/usr/bin/${name}`],
    args: [
      "--listen=0.0.0.0:8080",
      `--config=/etc/${name}/config.yaml`,
      `--trace=${text(random, 12, "abcdef0123456789")}`,
    ],
    env: random.list(3, 7, (i) => environment(random, i)),
    ports: [{ name: "http", containerPort: 8080, protocol: "TCP", ...(random.chance(0.04) ? { hostPort: 8080 } : {}) }],
    ...(random.chance(0.6) ? { resources: resources(random) } : { resources: {} }),
    ...(random.chance(0.5) ? { livenessProbe: probe("/healthz") } : {}),
    ...(random.chance(0.5) ? { readinessProbe: probe("/ready") } : {}),
    ...(random.chance(0.7) ? { securityContext: containerSecurity(random) } : {}),
    volumeMounts: [
      { name: "config", mountPath: `/etc/${name}`, readOnly: true },
      { name: "scratch", mountPath: "/var/lib/scratch" },
    ],
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
  };
}

function environment(random: Choices, i: number) {
  const name = random.pick(["LOG_LEVEL", "DATABASE_URL", "API_TOKEN", "REGION", "FEATURES", "CACHE_SIZE"]);
  if (random.chance(0.2)) {
    return { name: `${name}_${i}`, valueFrom: { secretKeyRef: { name: "credentials", key: "password" } } };
  }
  return { name: `${name}_${i}`, value: text(random, 18) };
}

function resources(random: Choices) {
  const requests = { cpu: `${50 * (1 + random.below(10))}m`, memory: `${64 * (1 + random.below(8))}Mi` };
  return random.chance(0.6) ? { requests, limits: { cpu: "1", memory: "1Gi" } } : { requests };
}

function probe(path: string) {
  return { httpGet: { path, port: 8080, scheme: "HTTP" }, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 };
}

function containerSecurity(random: Choices) {
  return {
    allowPrivilegeEscalation: random.chance(0.3),
    privileged: random.chance(0.06),
    readOnlyRootFilesystem: random.chance(0.6),
    ...(random.chance(0.5) ? { runAsNonRoot: true, runAsUser: 1000 } : {}),
    capabilities: random.chance(0.7)
      ? { drop: ["ALL"] }
      : { add: [random.pick(["NET_ADMIN", "SYS_ADMIN", "NET_RAW"])] },
  };
}

function volumes(random: Choices, { name }: App) {
  const scratch = random.pick([
    { emptyDir: {} },
    { emptyDir: { sizeLimit: "1Gi" } },
    { persistentVolumeClaim: { claimName: name } },
    { secret: { secretName: `${name}-credentials` } },
    { hostPath: { path: random.pick(["/var/run/docker.sock", "/etc", "/var/log", "/"]) } },
  ]);
  return [
    { name: "config", configMap: { name: `${name}-config`, defaultMode: 420 } },
    { name: "scratch", ...scratch },
  ];
}
