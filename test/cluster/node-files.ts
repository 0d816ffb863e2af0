// Configuration files of the programs of the node. JSON is YAML, so all but containerd's are written as JSON.
import { mkdirSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Addresses, type Place, podGateway, podRange } from "./place.ts";
import { cniPlugins } from "./tools.ts";

export const pauseImage = "localhost/sortie/pause:dev";
export const containerdSocket = "/run/containerd/containerd.sock";

/** Magic number of overlayfs, statfs(2): overlayfs cannot lie on top of another overlayfs. */
const overlayfs = 0x794c7630;

export function nodeName(place: Place): string {
  return `${place.name}-node`;
}

export function writeNodeFiles(place: Place, addresses: Addresses): void {
  const { directory } = place;
  mkdirSync(join(directory, "cni"), { recursive: true });
  writeJson(join(directory, "cni", "10-pods.conflist"), cniConfig());
  writeFileSync(join(directory, "containerd.toml"), containerdConfig(place));
  // Nothing answers on this port, so a lookup fails at once instead of after a timeout.
  writeFileSync(join(directory, "resolv.conf"), `nameserver ${addresses.node}\noptions timeout:1 attempts:1\n`);
  writeJson(join(directory, "kubelet.json"), kubeletConfig(place, addresses));
  writeJson(join(directory, "kube-proxy.json"), kubeProxyConfig(place));
}

function writeJson(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

function cniConfig(): object {
  return {
    cniVersion: "0.4.0",
    name: "pods",
    plugins: [
      {
        type: "bridge",
        bridge: "pods0",
        isGateway: true,
        ipMasq: false,
        hairpinMode: true,
        ipam: {
          type: "host-local",
          ranges: [[{ subnet: podRange, gateway: podGateway }]],
          routes: [{ dst: "0.0.0.0/0" }],
        },
      },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
}

function containerdConfig({ directory }: Place): string {
  const snapshotter = statfsSync(directory).type === overlayfs ? "native" : "overlayfs";
  return `
version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing",
]
[grpc]
address = "${containerdSocket}"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "${pauseImage}"
# Without CAP_SYS_RESOURCE the kernel refuses scores below the caller's own.
restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".containerd]
snapshotter = "${snapshotter}"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
SystemdCgroup = false
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "${cniPlugins}"
conf_dir = "${join(directory, "cni")}"
`.trimStart();
}

function kubeletConfig({ directory, pki }: Place, addresses: Addresses): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(pki, "ca.crt") },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: join(pki, "kubelet-server.crt"),
    tlsPrivateKeyFile: join(pki, "kubelet-server.key"),
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    cgroupDriver: "cgroupfs",
    // Each kubelet removes control groups of pods it does not know, so two on one machine need parents of their own.
    cgroupRoot: `/${addresses.device}`,
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    oomScoreAdj: 0,
    evictionHard: { "memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    resolvConf: join(directory, "resolv.conf"),
    volumePluginDir: join(directory, "volume-plugins"),
    maxPods: 250,
  };
}

function kubeProxyConfig({ directory, name }: Place): object {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "nftables",
    clientConnection: { kubeconfig: join(directory, "kube-proxy.kubeconfig") },
    clusterCIDR: podRange,
    hostnameOverride: `${name}-node`,
    metricsBindAddress: "127.0.0.1:10249",
    // Connection tracking limits belong to the whole machine and stay as they are.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  };
}
