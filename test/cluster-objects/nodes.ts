import type { Choices } from "@sortie/rego/choices";
import { type ClusterObject, metadataOf } from "./object.ts";

/** A node and what a host scanner says of it. */
export function node(random: Choices, name: string): ClusterObject[] {
  const { namespace: _, ...metadata } = metadataOf({ random, namespace: "" }, name);
  return [
    {
      apiVersion: "v1",
      kind: "Node",
      metadata: { ...metadata, labels: { ...metadata.labels, "kubernetes.io/hostname": name } },
      spec: { podCIDR: "10.244.1.0/24", providerID: `cloud:///${name}` },
      status: {
        nodeInfo: {
          kernelVersion: random.pick(["5.13.0-39-generic", "6.8.0-45-generic", "5.4.0-1059-azure"]),
          kubeletVersion: random.pick(["v1.28.4", "v1.31.1", "v1.24.2-eks-1"]),
          osImage: "Debian GNU/Linux 12",
          containerRuntimeVersion: "containerd://1.7.22",
        },
        capacity: { cpu: "8", memory: "32780Mi", pods: "110" },
        images: random.list(10, 20, (i) => ({
          names: [`registry.example.com/shop/image-${i}:1.0`],
          sizeBytes: 91_000_000,
        })),
      },
    },
    hostData("KubeletInfo", name, kubelet(random)),
    hostData("KubeProxyInfo", name, { kubeConfigFile: file(random, "/var/lib/kube-proxy/kubeconfig.conf") }),
    hostData("LinuxKernelVariables", name, [
      { key: "unprivileged_userns_clone", value: random.pick(["0\n", "1\n"]), source: "/proc/sys/kernel" },
    ]),
    hostData("CNIInfo", name, {
      CNIConfigFiles: [file(random, "/etc/cni/net.d/10-calico.conflist")],
      CNINames: ["Calico"],
    }),
  ];
}

/** What a host scanner says of a node of the control plane. */
export function controlPlane(random: Choices, name: string): ClusterObject {
  return hostData("ControlPlaneInfo", name, {
    APIServerInfo: {
      cmdLine:
        "kube-apiserver --secure-port=6443 --anonymous-auth=true --authorization-mode=Node,RBAC --profiling=false",
      specsFile: file(random, "/etc/kubernetes/manifests/kube-apiserver.yaml"),
    },
    controllerManagerInfo: {
      cmdLine: "kube-controller-manager --bind-address=0.0.0.0",
      configFile: file(random, "/etc/kubernetes/controller-manager.conf"),
    },
    schedulerInfo: { cmdLine: "kube-scheduler", configFile: file(random, "/etc/kubernetes/scheduler.conf") },
    etcdDataDir: file(random, "/var/lib/etcd"),
    PKIFiles: random.list(5, 9, (i) => file(random, `/etc/kubernetes/pki/file-${i}.crt`)),
  });
}

function kubelet(random: Choices) {
  const config = `authentication:\n  anonymous:\n    enabled: ${random.chance(0.5)}\nreadOnlyPort: ${random.pick([0, 10255])}\n`;
  return {
    cmdLine: "/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml --hostname-override=node",
    configFile: { ...file(random, "/var/lib/kubelet/config.yaml"), content: Buffer.from(config).toString("base64") },
    kubeConfigFile: file(random, "/etc/kubernetes/kubelet.conf"),
    serviceFiles: [file(random, "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf")],
    clientCAFile: file(random, "/etc/kubernetes/pki/ca.crt"),
  };
}

function file(random: Choices, path: string) {
  const owner = random.chance(0.8) ? { uid: 0, gid: 0, username: "root", groupname: "root" } : { uid: 1000, gid: 1000 };
  return { path, permissions: random.pick([384, 420, 436, 511]), ownership: owner };
}

function hostData(kind: string, name: string, data: unknown): ClusterObject {
  return { apiVersion: "hostdata.kubescape.cloud/v1beta0", kind, metadata: { name }, data };
}
