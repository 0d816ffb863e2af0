// A place in the cluster that controls are released at, in the shape that Kubescape's are.
import type { Cluster } from "../cluster/cluster.ts";
import { namespace } from "./installation.ts";

const place = "artifact-release";
const port = 8081;

/** The id of the one control of the release, which the library does not have. */
export const releasedControl = "C-9002";

export type ArtifactRelease = {
  /** Settings of the chart that have scans download it. */
  settings: string[];
  remove(): Promise<void>;
};

const rego = `package armo_builtins

import rego.v1

deny contains answer if {
	some workload in input
	workload.spec.template.spec.containers[i].securityContext.privileged == true
	answer := {
		"alertMessage": "privileged",
		"failedPaths": [sprintf("spec.template.spec.containers[%d].securityContext.privileged", [i])],
		"alertObject": {"k8sApiObjects": [workload]},
	}
}
`;

const rule = {
  name: "released-privileged",
  ruleLanguage: "Rego",
  match: [{ apiGroups: ["apps"], apiVersions: ["v1"], resources: ["Deployment"] }],
  rule: rego,
};

const control = {
  controlID: releasedControl,
  name: "Privileged, as released",
  description: "It owns its node.",
  remediation: "Take the right away.",
  baseScore: 8,
  scanningScope: { matches: ["cluster", "file"] },
  rulesNames: [rule.name],
  rules: [],
};

const framework = { name: "Released", controls: [{ controlID: releasedControl, name: control.name, rules: [] }] };

const artifacts = {
  frameworks: [framework],
  controls: [control],
  rules: [rule],
  default_config_inputs: { name: "inputs", settings: { postureControlInputs: {} } },
  exceptions: [],
  attack_tracks: [],
};

const files = Object.fromEntries(Object.entries(artifacts).map(([name, value]) => [name, JSON.stringify(value)]));

const program = `
const { readFileSync } = require("node:fs");
require("node:http").createServer(({ url }, response) => {
  try {
    response.end(readFileSync("/release/" + /^\\/v2\\/(\\w+)$/.exec(url)[1]));
  } catch {
    response.writeHead(404).end();
  }
}).listen(${port});`;

export async function startArtifactRelease(cluster: Cluster): Promise<ArtifactRelease> {
  await cluster.kubectl(["delete", "namespace", place, "--ignore-not-found", "--timeout=60s"]);
  const metadata = { name: place, namespace: place };
  const items = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: place } },
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: files },
    { apiVersion: "v1", kind: "Service", metadata, spec: { selector: { app: place }, ports: [{ port }] } },
    { apiVersion: "v1", kind: "Pod", metadata: { ...metadata, labels: { app: place } }, spec: podSpec },
  ];
  await cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify({ apiVersion: "v1", kind: "List", items }) });
  await cluster.kubectl(["wait", `pod/${place}`, "-n", place, "--for=condition=Ready", "--timeout=60s"]);
  const address = await cluster.kubectl(["get", "service", place, "-n", place, "-o=jsonpath={.spec.clusterIP}"]);
  const url = `http://${address}:${port}/v2`;
  return {
    settings: ["--set=kubescape.downloadArtifacts=true", `--set=kubescape.artifactsUrl=${url}`],
    remove: async () => {
      await cluster.kubectl(["delete", "namespace", place, "--ignore-not-found", "--wait=false"]);
    },
  };
}

/** Puts the release into a ConfigMap beside the installation. Returns the settings of the chart that mount it for scans. */
export async function offerArtifacts(cluster: Cluster): Promise<string[]> {
  const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: place, namespace }, data: files };
  await cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify(configMap) });
  const folder = "/etc/sortie/release";
  const volume = { name: "release", configMap: { name: place } };
  const mount = { name: "release", mountPath: folder, readOnly: true };
  return [
    `--set=kubescape.artifactsDir=${folder}`,
    `--set-json=kubescape.volumes=${JSON.stringify([volume])}`,
    `--set-json=kubescape.volumeMounts=${JSON.stringify([mount])}`,
  ];
}

const podSpec = {
  terminationGracePeriodSeconds: 0,
  automountServiceAccountToken: false,
  containers: [
    {
      name: "release",
      image: "localhost/sortie/dispatcher:dev",
      imagePullPolicy: "Never",
      command: ["/usr/local/bin/node", "-e", program],
      readinessProbe: { tcpSocket: { port }, periodSeconds: 1 },
      volumeMounts: [{ name: "release", mountPath: "/release", readOnly: true }],
    },
  ],
  volumes: [{ name: "release", configMap: { name: place } }],
};
