import type { KubeObject, Resource } from "@sortie/kube";

/** API group of the objects in which a node agent says what it found on a node. */
const hostDataGroup = "hostdata.kubescape.cloud";

/** What rules ask for. Agents write `v1beta1` (docs/reference/host-data.md). */
export const askedApiVersion = `${hostDataGroup}/v1beta0`;
const writtenVersion = "v1beta1";

/** A kind of host data: as rules spell it, and as the API server serves it. */
export type HostKind = { kind: string; written: string; resource: Resource };

function hostKind(written: string, plural: string, kind = written): HostKind {
  return { kind, written, resource: { group: hostDataGroup, version: writtenVersion, plural, namespaced: false } };
}

/** Says of a node whether its pods reach the provider's metadata service, which a managed cluster's nodes have. */
export const cloudProviderInfo = hostKind("CloudProviderInfo", "cloudproviderinfos", "cloudProviderInfo");
export const controlPlaneInfo = hostKind("ControlPlaneInfo", "controlplaneinfos");
export const linuxKernelVariables = hostKind("LinuxKernelVariables", "linuxkernelvariables");

/** Every kind that agents write. Most rules ask for a few of them, some for none. */
const hostKinds: HostKind[] = [
  cloudProviderInfo,
  controlPlaneInfo,
  linuxKernelVariables,
  hostKind("CNIInfo", "cniinfos"),
  hostKind("KernelVersion", "kernelversions"),
  hostKind("KubeProxyInfo", "kubeproxyinfos"),
  hostKind("KubeletInfo", "kubeletinfos"),
  hostKind("LinuxSecurityHardeningStatus", "linuxsecurityhardeningstatuses"),
  hostKind("OpenPortsList", "openportslists"),
  hostKind("OsReleaseFile", "osreleasefiles"),
];

/** The kind of that name, whatever the case of its letters; `undefined` for one that no agent writes. */
export function hostKindOf(name: string): HostKind | undefined {
  return hostKinds.find(({ kind }) => kind.toLowerCase() === name.toLowerCase());
}

/** Whether rules were given the object as host data. */
export function isHostData({ apiVersion }: KubeObject): boolean {
  return apiVersion === askedApiVersion;
}
