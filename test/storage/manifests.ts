import { stringify } from "yaml";

export const namespace = "storage-test";
export const apiService = "v1beta1.spdx.softwarecomposition.kubescape.io";

/**
 * What the chart installs around storage, with a Service whose endpoint is a process of this machine instead of a pod:
 * it can be killed, started again and looked at.
 */
export function manifests(address: string, port: number): string {
  const metadata = (name: string) => ({ name, namespace });
  const subject = { kind: "ServiceAccount", name: "storage", namespace };
  const roleGroup = "rbac.authorization.k8s.io";
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: metadata("storage") },
    { apiVersion: "v1", kind: "Secret", metadata: metadata("storage-certificate"), type: "Opaque" },
    role("Role", metadata("storage"), [
      { apiGroups: [""], resources: ["secrets"], resourceNames: ["storage-certificate"], verbs: ["get", "update"] },
    ]),
    binding("RoleBinding", metadata("storage"), { kind: "Role", name: "storage" }),
    role("ClusterRole", { name: namespace }, [
      {
        apiGroups: ["apiregistration.k8s.io"],
        resources: ["apiservices"],
        resourceNames: [apiService],
        verbs: ["get", "patch"],
      },
      { apiGroups: [""], resources: ["namespaces"], verbs: ["get", "list", "watch"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
      { apiGroups: ["apps"], resources: ["deployments"], verbs: ["list"] },
      { apiGroups: ["authentication.k8s.io"], resources: ["tokenreviews"], verbs: ["create"] },
      { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
    ]),
    binding("ClusterRoleBinding", { name: namespace }, { kind: "ClusterRole", name: namespace }),
    binding(
      "RoleBinding",
      { name: namespace, namespace: "kube-system" },
      { kind: "Role", name: "extension-apiserver-authentication-reader" },
    ),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: metadata("storage"),
      spec: { ports: [{ name: "https", port: 443, targetPort: port }] },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { ...metadata("storage"), labels: { "kubernetes.io/service-name": "storage" } },
      addressType: "IPv4",
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports: [{ name: "https", port, protocol: "TCP" }],
    },
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: apiService },
      spec: {
        group: "spdx.softwarecomposition.kubescape.io",
        version: "v1beta1",
        groupPriorityMinimum: 1000,
        versionPriority: 15,
        service: { name: "storage", namespace, port: 443 },
      },
    },
  ]
    .map((object) => stringify(object))
    .join("---\n");

  function role(kind: string, meta: object, rules: object[]) {
    return { apiVersion: `${roleGroup}/v1`, kind, metadata: meta, rules };
  }
  function binding(kind: string, meta: object, roleRef: object) {
    return {
      apiVersion: `${roleGroup}/v1`,
      kind,
      metadata: meta,
      roleRef: { apiGroup: roleGroup, ...roleRef },
      subjects: [subject],
    };
  }
}
