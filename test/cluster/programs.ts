// The command lines of the cluster's processes: "Kubernetes components" and each one's reference page.
import { join } from "node:path";
import { nodeName } from "./node-files.ts";
import { type Addresses, type Place, podRange, serviceRange } from "./place.ts";
import type { Program } from "./processes.ts";
import { commandPath } from "./tools.ts";

/** In the order they are started. */
export const programNames = [
  "etcd",
  "kube-apiserver",
  "containerd",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
] as const;

export type ProgramName = (typeof programNames)[number];

const etcdAddress = "http://127.0.0.1:2379";

export function programOf(name: ProgramName, place: Place, addresses: Addresses, binaries: string): Program {
  const built = name === "etcd" || name === "containerd" ? commandPath(name) : join(binaries, name);
  if (built === undefined) throw new Error(`${name} is not installed`);
  return { name, command: [built, ...argumentsOf[name](place, addresses)] };
}

const argumentsOf: Record<ProgramName, (place: Place, addresses: Addresses) => string[]> = {
  etcd: ({ directory }) => [
    `--data-dir=${join(directory, "etcd")}`,
    `--listen-client-urls=${etcdAddress}`,
    `--advertise-client-urls=${etcdAddress}`,
    "--listen-peer-urls=http://127.0.0.1:2380",
  ],
  "kube-apiserver": ({ pki }, { node }) => [
    `--advertise-address=${node}`,
    "--secure-port=6443",
    `--etcd-servers=${etcdAddress}`,
    `--service-cluster-ip-range=${serviceRange}`,
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction",
    "--allow-privileged=true",
    ...files("tls-cert-file", "tls-private-key-file", pki, "apiserver"),
    `--client-ca-file=${join(pki, "ca.crt")}`,
    ...files("kubelet-client-certificate", "kubelet-client-key", pki, "apiserver-kubelet-client"),
    `--kubelet-certificate-authority=${join(pki, "ca.crt")}`,
    // The node's name is not in any DNS.
    "--kubelet-preferred-address-types=InternalIP",
    ...files("proxy-client-cert-file", "proxy-client-key-file", pki, "front-proxy-client"),
    `--requestheader-client-ca-file=${join(pki, "front-proxy-ca.crt")}`,
    "--requestheader-allowed-names=front-proxy-client",
    "--requestheader-username-headers=X-Remote-User",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    // Aggregated APIs are called at their pods' addresses: no wait for kube-proxy.
    "--enable-aggregator-routing=true",
    "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
    `--service-account-key-file=${join(pki, "service-accounts.pub")}`,
    `--service-account-signing-key-file=${join(pki, "service-accounts.key")}`,
    "--shutdown-delay-duration=0s",
  ],
  containerd: ({ directory }) => [`--config=${join(directory, "containerd.toml")}`],
  "kube-controller-manager": ({ directory, pki }) => [
    ...kubeconfigs(directory, "kube-controller-manager"),
    "--bind-address=127.0.0.1",
    "--leader-elect=false",
    "--use-service-account-credentials=true",
    `--cluster-cidr=${podRange}`,
    `--service-cluster-ip-range=${serviceRange}`,
    `--root-ca-file=${join(pki, "ca.crt")}`,
    `--service-account-private-key-file=${join(pki, "service-accounts.key")}`,
    ...files("cluster-signing-cert-file", "cluster-signing-key-file", pki, "ca"),
    `--requestheader-client-ca-file=${join(pki, "front-proxy-ca.crt")}`,
  ],
  "kube-scheduler": ({ directory }) => [
    ...kubeconfigs(directory, "kube-scheduler"),
    "--bind-address=127.0.0.1",
    "--leader-elect=false",
  ],
  kubelet: (place, { node }) => [
    `--config=${join(place.directory, "kubelet.json")}`,
    `--kubeconfig=${join(place.directory, "kubelet.kubeconfig")}`,
    `--hostname-override=${nodeName(place)}`,
    `--node-ip=${node}`,
  ],
  "kube-proxy": ({ directory }) => [`--config=${join(directory, "kube-proxy.json")}`],
};

function files(certificateFlag: string, keyFlag: string, pki: string, name: string): string[] {
  return [`--${certificateFlag}=${join(pki, `${name}.crt`)}`, `--${keyFlag}=${join(pki, `${name}.key`)}`];
}

function kubeconfigs(directory: string, name: string): string[] {
  const file = join(directory, `${name}.kubeconfig`);
  return [`--kubeconfig=${file}`, `--authentication-kubeconfig=${file}`, `--authorization-kubeconfig=${file}`];
}
