import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { chart, nested, render } from "./render.ts";

it.each<[path: string, wrong: unknown, message: string]>([
  ["kubescape.enabled", "yes", "at '/kubescape/enabled': got string, want boolean"],
  ["operator.maxRunningJobs", "four", "at '/operator/maxRunningJobs': got string, want null or integer"],
  ["operator.replicaCount", 0, "at '/operator/replicaCount': minimum: got 0, want 1"],
  ["operator.image.digest", "sha256:12", "at '/operator/image/digest': 'sha256:12' does not match pattern"],
  ["operator.service.type", "Headless", "at '/operator/service/type': value must be one of 'ClusterIP'"],
  ["capabilities.configurationScan", true, "value must be one of 'enable', 'disable'"],
  ["configurations.persistence", "on", "value must be one of 'enable', 'disable'"],
  ["storage.resources.limits.memory", "1 GB", "at '/storage/resources/limits/memory': '1 GB' does not match pattern"],
  ["kubescape.resources.limits.memory", -1, "at '/kubescape/resources/limits/memory': minimum: got -1, want 0"],
  ["storage.resources.limit", {}, "additional properties 'limit' not allowed"],
  ["logger.level", "loud", "at '/logger/level': value must be one of"],
  ["quota.commands", 5, "at '/quota': additional properties 'commands' not allowed"],
  ["namespace.podSecurity", "strict", "value must be one of '', 'restricted', 'baseline', 'privileged'"],
  ["clusterName", 7, "at '/clusterName': got number, want string"],
  ["ksNamespace", "My_Namespace", "at '/ksNamespace': 'My_Namespace' does not match pattern"],
  ["volumes", [{ emptyDir: {} }], "at '/volumes/0': missing property 'name'"],
  ["server", "http://api.example", "at '/server': 'http://api.example' does not match pattern"],
  ["kubescape.eventReceiverUrl", "http://report.example", "at '/kubescape/eventReceiverUrl'"],
  ["kubescape.artifactsUrl", "https://me:key@mirror.example", "at '/kubescape/artifactsUrl'"],
  ["kubescape.artifactsDir", "/mnt/release", "at '/kubescape/artifactsDir'"],
  ["kueue.queueName", "Scans", "at '/kueue/queueName': 'Scans' does not match pattern"],
  ["kueue.queueName", "a".repeat(64), "at '/kueue/queueName': maxLength: got 64, want 63"],
  ["kueue.queueName", null, "at '/kueue': missing property 'queueName'"],
  ["kueue.queue", "scans", "at '/kueue': additional properties 'queue' not allowed"],
  ["cloudProviderMetadata.cloudRegion", "EU West", "at '/cloudProviderMetadata/cloudRegion'"],
  ["kubescape.env", [{ name: "A", valueFrom: { secretKeyRef: {} } }], "at '/kubescape/env'"],
  ["operator.replicaCount", null, "at '/operator': missing property 'replicaCount'"],
  ["operator.service.port", null, "at '/operator/service': missing property 'port'"],
  ["kubescape.activeDeadlineSeconds", null, "at '/kubescape': missing property 'activeDeadlineSeconds'"],
  ["kubescape.backoffLimit", null, "at '/kubescape': missing property 'backoffLimit'"],
  ["quota.jobs", null, "at '/quota': missing property 'jobs'"],
  ["fence.enabled", null, "at '/fence': missing property 'enabled'"],
  ["global.cloudConfig", null, "at '/global': missing property 'cloudConfig'"],
  ["clusterName", null, "missing property 'clusterName'"],
  ["logger", null, "missing property 'logger'"],
  ["image.registry", null, "at '/image': missing property 'registry'"],
])("refuses %s = %j and says why", async (path, wrong, message) => {
  await expect(render(nested(path, wrong))).rejects.toThrow(message);
});

it.each([
  "additionalAnnotations",
  "additionalLabels",
  "storage.certificate.apiServiceAnnotations",
  "storage.podAnnotations",
  "account",
  "imagePullSecrets",
])("renders with %s = null", async (path) => {
  await render({ accessKey: "key", imagePullSecret: { server: "registry.example.com" }, ...nested(path, null) });
});

it("knows every value of values.yaml and of the schema, so that the notes call none of them unknown", () => {
  const { live } = parse(readFileSync(join(chart, "files", "value-keys.yaml"), "utf8")) as { live: string[] };
  const defaults = parse(readFileSync(join(chart, "values.yaml"), "utf8")) as object;
  const unknown = leaves(defaults).filter(
    (path) => !live.some((known) => path === known || path.startsWith(`${known}.`)),
  );
  expect(unknown).toEqual([]);
  expect(live.toSorted()).toEqual([...new Set(live)].toSorted());
});

function leaves(value: object, prefix = ""): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const path = `${prefix}${key}`;
    const isBranch =
      typeof inner === "object" && inner !== null && !Array.isArray(inner) && Object.keys(inner).length > 0;
    return isBranch ? leaves(inner, `${path}.`) : [path];
  });
}
