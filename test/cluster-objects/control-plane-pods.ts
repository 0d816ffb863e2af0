import { type ClusterObject, metadataOf, type Place, text } from "./object.ts";

const flags: Readonly<Record<string, readonly string[]>> = {
  "kube-apiserver": [
    "--anonymous-auth=true",
    "--authorization-mode=Node,RBAC",
    "--client-ca-file=/etc/kubernetes/pki/ca.crt",
  ],
  "kube-controller-manager": ["--bind-address=127.0.0.1", "--use-service-account-credentials=true"],
  "kube-scheduler": ["--bind-address=127.0.0.1", "--profiling=true"],
  etcd: ["--client-cert-auth=true", "--data-dir=/var/lib/etcd", "--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt"],
};

/** The static pods of a node of the control plane. */
export function controlPlanePods(place: Omit<Place, "namespace">, node: string): ClusterObject[] {
  const kubeSystem = { ...place, namespace: "kube-system" };
  return Object.entries(flags).map(([program, own]) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: metadataOf(kubeSystem, `${program}-${node}`, { component: program, tier: "control-plane" }),
    spec: {
      hostNetwork: true,
      priorityClassName: "system-node-critical",
      containers: [
        {
          name: program,
          image: `registry.k8s.io/${program}:v1.31.1`,
          command: [program, ...own, `--identity=${text(place.random, 12, "abcdef0123456789")}`],
          resources: { requests: { cpu: "250m" } },
          volumeMounts: [{ name: "pki", mountPath: "/etc/kubernetes/pki", readOnly: true }],
        },
      ],
      volumes: [{ name: "pki", hostPath: { path: "/etc/kubernetes/pki", type: "DirectoryOrCreate" } }],
    },
  }));
}
