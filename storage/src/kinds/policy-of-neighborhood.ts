import { isIP } from "node:net";
import { addressRanges, isAddress, isRange } from "./address-ranges.ts";

type LabelSelector = { matchLabels?: Record<string, string>; matchExpressions?: unknown[] };
export type Neighbor = {
  dns: string;
  dnsNames?: string[] | null;
  ports: { protocol: string; port: number | null }[] | null;
  podSelector: LabelSelector | null;
  namespaceSelector: LabelSelector | null;
  ipAddress: string;
  ipAddresses?: string[];
};
type Container = { ingress: Neighbor[] | null; egress: Neighbor[] | null };
type Containers = Record<"containers" | "initContainers" | "ephemeralContainers", Container[] | null>;
export type NeighborhoodSpec = LabelSelector & Containers;
export type KnownServerEntry = { ipBlock: string; server: string; name: string };
type Neighborhood = { name: string; namespace: string; labels: Record<string, string>; spec: NeighborhoodSpec };

type Port = { protocol: string; port?: number };
type Peer = { podSelector?: LabelSelector; namespaceSelector?: LabelSelector; ipBlock?: { cidr: string } };
type PolicyRef = { ipBlock: string; originalIP: string; dns: string; name: string; server: string };
/** Traffic that is allowed, in neither direction yet. */
type Rule = { ports: Port[]; peers: Peer[] };

/** Labels that differ from one generation of pods to the next, or say nothing about what they are. */
const fleetingLabels = new Set([
  ...["instance", "version", "managed-by", "created-by", "owner", "revision"].map(
    (each) => `app.kubernetes.io/${each}`,
  ),
  "statefulset.kubernetes.io/pod-name",
  "scheduler.alpha.kubernetes.io/node-selector",
  "pod-template-hash",
  "controller-revision-hash",
  "pod-template-generation",
  "helm.sh/chart",
]);

/** Stands where an address could. */
export const allowsEverybody = "*";
const everybody = ["0.0.0.0/0", "::/0"];

/** Kubernetes, "Network Policies": what else a port is, no policy can say. */
const protocols = ["TCP", "UDP", "SCTP"];
const lastPort = 65_535;

/** Who is known to be behind an address. */
export type Servers = (address: string) => KnownServerEntry[];

export function serversOf(entries: KnownServerEntry[]): Servers {
  return addressRanges(entries, ({ ipBlock }) => ipBlock);
}

/**
 * The network policy that allows what was seen, and who is behind its ranges of addresses. Neighbours that are pods are
 * selected by their labels; others are allowed by the range of a known server, or by their address or range alone.
 */
export function policyOf({ name, namespace, labels, spec }: Neighborhood, servers: Servers) {
  const kind = labels["kubescape.io/workload-kind"]?.toLowerCase();
  const workload = labels["kubescape.io/workload-name"] || name;
  const all = [spec.containers, spec.initContainers, spec.ephemeralContainers].flatMap((each) => each ?? []);
  const ingress = directionOf(
    all.flatMap((each) => each.ingress ?? []),
    servers,
  );
  const egress = directionOf(
    all.flatMap((each) => each.egress ?? []),
    servers,
  );
  const policyRef = distinct([...ingress.refs, ...egress.refs]);
  const { matchLabels, matchExpressions } = spec;
  return {
    spec: {
      kind: "NetworkPolicy",
      apiVersion: "networking.k8s.io/v1",
      metadata: {
        name: kind ? `${kind}-${workload}` : workload,
        namespace,
        labels,
        annotations: { "generated-by": "kubescape" },
      },
      spec: {
        podSelector: { ...(matchLabels && { matchLabels }), ...(matchExpressions && { matchExpressions }) },
        ingress: ingress.rules.map(({ ports, peers }) => ({ ...portsField(ports), from: peers })),
        egress: egress.rules.map(({ ports, peers }) => ({ ...portsField(ports), to: peers })),
        policyTypes: ["Ingress", "Egress"],
      },
    },
    ...(policyRef.length > 0 && { policyRef }),
  };
}

/** No ports are all ports: then there is no such field, as writers in Go leave it out. */
function portsField(ports: Port[]): { ports?: Port[] } {
  return ports.length > 0 ? { ports } : {};
}

function directionOf(neighbors: Neighbor[], servers: Servers): { rules: Rule[]; refs: PolicyRef[] } {
  const seen = neighbors
    .map((neighbor) => ({ neighbor, ports: portsOf(neighbor) }))
    // Without the ports that are none it would allow all of them.
    .filter(({ neighbor, ports }) => ports.length > 0 || !neighbor.ports?.length)
    .map(({ neighbor, ports }) => ({ ports, ...peersOf(neighbor, servers) }));
  const rules = distinct(seen.map(({ ports, peers }) => ({ ports, peers })).filter(({ peers }) => peers.length > 0));
  const isSelecting = ({ peers }: Rule) => peers.some(({ ipBlock }) => ipBlock === undefined);
  return {
    rules: [...byPort(rules.filter((rule) => !isSelecting(rule))), ...rules.filter(isSelecting)],
    refs: seen.flatMap(({ refs }) => refs),
  };
}

function portsOf({ ports }: Neighbor): Port[] {
  const all = (ports ?? []).map(({ protocol, port }) => ({
    protocol: protocol.toUpperCase() || "TCP",
    ...(port !== null && { port }),
  }));
  return distinct(all.filter(isPort));
}

function isPort({ protocol, port = 1 }: Port): boolean {
  return protocols.includes(protocol) && port > 0 && port <= lastPort;
}

function peersOf(neighbor: Neighbor, servers: Servers): { peers: Peer[]; refs: PolicyRef[] } {
  const { podSelector, namespaceSelector, ipAddress, ipAddresses = [], dns } = neighbor;
  const selected: Peer = {
    ...(podSelector && { podSelector: lasting(podSelector) }),
    ...(namespaceSelector && { namespaceSelector }),
  };
  const ranges = distinct([ipAddress, ...ipAddresses]).flatMap((seen) => rangesOf(seen, dns, servers));
  return {
    peers: [
      ...(podSelector || namespaceSelector ? [selected] : []),
      ...distinct(ranges.map(({ ipBlock }) => ipBlock)).map((cidr) => ({ ipBlock: { cidr } })),
    ],
    // An address that nobody knows a name for explains itself.
    refs: ranges.filter(({ server, name }) => server !== "" || name !== "" || dns !== ""),
  };
}

/** Users write ranges where addresses are seen, and `*` for all of them. What is neither is nobody that can be allowed. */
function rangesOf(originalIP: string, dns: string, servers: Servers): PolicyRef[] {
  const unknown = (ipBlock: string) => ({ ipBlock, originalIP, dns, name: "", server: "" });
  if (originalIP === allowsEverybody) return everybody.map(unknown);
  if (isRange(originalIP)) return [unknown(originalIP)];
  if (!isAddress(originalIP)) return [];
  const known = servers(originalIP);
  if (known.length > 0) return known.map(({ ipBlock, name, server }) => ({ ipBlock, originalIP, dns, name, server }));
  return [unknown(`${originalIP}/${isIP(originalIP) === 6 ? 128 : 32}`)];
}

function lasting({ matchLabels, ...rest }: LabelSelector): LabelSelector {
  if (!matchLabels) return rest;
  return {
    matchLabels: Object.fromEntries(Object.entries(matchLabels).filter(([key]) => !fleetingLabels.has(key))),
    ...rest,
  };
}

/** One rule for each port, with everybody who uses it. Without ports: one for everybody who uses any. */
function byPort(rules: Rule[]): Rule[] {
  const single = rules.flatMap(({ ports, peers }) =>
    (ports.length === 0 ? [undefined] : ports).map((port) => ({ port, peers })),
  );
  const groups = Map.groupBy(single, ({ port }) =>
    port ? `${String(port.port ?? 0).padStart(5, "0")}/${port.protocol}` : "",
  );
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({
      ports: group[0]?.port ? [group[0].port] : [],
      peers: distinct(group.flatMap(({ peers }) => peers)).toSorted((a, b) => (cidrOf(a) < cidrOf(b) ? -1 : 1)),
    }));
}

function cidrOf({ ipBlock }: Peer): string {
  return ipBlock?.cidr ?? "";
}

/** Each once, in their order. */
function distinct<T>(values: T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
