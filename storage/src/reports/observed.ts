/** What profiles hold, as far as it is joined here: `storage/src/kinds/types/profile.ts` has all of it. */
type Exec = { path?: string; args?: string[]; envs?: string[]; argsRequired?: boolean };
type Open = { path: string; flags: string[] | null };
export type Endpoint = {
  endpoint?: string;
  methods?: string[];
  internal: boolean;
  direction?: string;
  headers?: unknown;
};
export type RulePolicies = Record<string, { processAllowed?: string[]; containerAllowed?: boolean }>;
type CallStack = { callID: string };

/** What one container did. */
export type Observed = {
  capabilities: string[] | null;
  execs: Exec[] | null;
  opens: Open[] | null;
  syscalls: string[] | null;
  seccompProfile: { name?: string; path?: string; spec: unknown };
  endpoints: Endpoint[] | null;
  imageID: string;
  imageTag: string;
  rulePolicies: RulePolicies | null;
  identifiedCallStacks: CallStack[] | null;
};

type Port = { name: string };
/** Somebody that it talked to. */
export type Neighbor = {
  identifier: string;
  dnsNames: string[] | null;
  ports: Port[] | null;
  ipAddresses?: string[];
  [field: string]: unknown;
};
export type Neighbors = { ingress: Neighbor[] | null; egress: Neighbor[] | null };

type LabelSelector = { matchLabels?: Record<string, string>; matchExpressions?: unknown[] };

/** `spec` of a ContainerProfile. */
export type ContainerSpec = Observed & Neighbors & LabelSelector & { architectures: string[] | null };
