import type { ContainerSpec, Endpoint, Neighbor, Neighbors, Observed, RulePolicies } from "../reports/observed.ts";

/** What two observations of one container say together. Where they cannot both be right, the newer one is. */
export function mergeSpecs(older: ContainerSpec, newer: ContainerSpec): ContainerSpec {
  const { matchLabels = older.matchLabels, matchExpressions = older.matchExpressions } = newer;
  return {
    architectures: texts(older.architectures, newer.architectures),
    ...mergeObserved(older, newer),
    ...(matchLabels && { matchLabels }),
    ...(matchExpressions && { matchExpressions }),
    ...mergeNeighbors(older, newer),
  };
}

/**
 * What many say together, the oldest first. Neighbours are joined before the rest: what one of hundreds says is not gone
 * through as often as there are others.
 */
export function mergeAll(first: ContainerSpec, more: ContainerSpec[]): ContainerSpec {
  let level = [first, ...more];
  while (level.length > 1) {
    const joined: ContainerSpec[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [older, newer] = level.slice(at, at + 2);
      if (older) joined.push(newer ? mergeSpecs(older, newer) : older);
    }
    level = joined;
  }
  return level[0] ?? first;
}

export function mergeObserved(older: Observed, newer: Observed): Observed {
  const hasSeccomp = newer.seccompProfile.name !== undefined || newer.seccompProfile.path !== undefined;
  return {
    capabilities: texts(older.capabilities, newer.capabilities),
    execs: joined(older.execs, newer.execs, (exec) => JSON.stringify([exec.path, exec.args, exec.envs]), latest),
    opens: joined(
      older.opens,
      newer.opens,
      ({ path }) => path,
      (a, b) => ({ ...b, flags: texts(a.flags, b.flags) }),
    ),
    syscalls: texts(older.syscalls, newer.syscalls),
    seccompProfile: hasSeccomp ? newer.seccompProfile : older.seccompProfile,
    endpoints: joined(
      older.endpoints,
      newer.endpoints,
      ({ endpoint, direction, internal }) => JSON.stringify([endpoint, direction, internal]),
      mergeEndpoints,
    ),
    imageID: newer.imageID || older.imageID,
    imageTag: newer.imageTag || older.imageTag,
    rulePolicies: mergePolicies(older.rulePolicies, newer.rulePolicies),
    identifiedCallStacks: joined(
      older.identifiedCallStacks,
      newer.identifiedCallStacks,
      (stack) => JSON.stringify(stack),
      latest,
    ),
  };
}

/** What either lets pass. */
function mergePolicies(older: RulePolicies | null, newer: RulePolicies | null): RulePolicies | null {
  if (!older || !newer) return newer ?? older;
  const both = Object.entries(newer).map(([rule, policy]) => {
    const processAllowed = texts(older[rule]?.processAllowed, policy.processAllowed);
    const containerAllowed = older[rule]?.containerAllowed || policy.containerAllowed;
    return [
      rule,
      { ...(processAllowed && { processAllowed }), ...(containerAllowed && { containerAllowed }) },
    ] as const;
  });
  return { ...older, ...Object.fromEntries(both) };
}

export function mergeNeighbors(older: Neighbors, newer: Neighbors): Neighbors {
  return {
    ingress: joined(older.ingress, newer.ingress, ({ identifier }) => identifier, mergeNeighbor),
    egress: joined(older.egress, newer.egress, ({ identifier }) => identifier, mergeNeighbor),
  };
}

function mergeNeighbor(older: Neighbor, newer: Neighbor): Neighbor {
  const ipAddresses = texts(older.ipAddresses, newer.ipAddresses);
  return {
    ...newer,
    dnsNames: texts(older.dnsNames, newer.dnsNames),
    ports: joined(older.ports, newer.ports, ({ name }) => name, latest),
    ...(ipAddresses && { ipAddresses }),
  };
}

function mergeEndpoints(older: Endpoint, newer: Endpoint): Endpoint {
  const methods = texts(older.methods, newer.methods);
  const headers = Map.groupBy([...headersOf(older), ...headersOf(newer)], ([name]) => name);
  const values = [...headers].map(
    ([name, pairs]) =>
      [
        name,
        texts(
          pairs.flatMap(([, each]) => each),
          [],
        ),
      ] as const,
  );
  return {
    ...newer,
    ...(methods && { methods }),
    ...(values.length > 0 && { headers: Object.fromEntries(values) }),
  };
}

/** Any JSON may stand there, and in its place; lists of values by name are joined. */
function headersOf({ headers }: Endpoint): [name: string, values: string[]][] {
  const pairs = typeof headers === "object" && headers ? Object.entries(headers) : [];
  return pairs.flatMap(([name, values]) => (Array.isArray(values) ? [[name, values.map(textOf)]] : []));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

type List<T> = T[] | null | undefined;

function latest<T>(_older: T, newer: T): T {
  return newer;
}

/** Each text once, in order. Nothing is `null`, as writers in Go say it. */
function texts(older: List<string>, newer: List<string>): string[] | null {
  const all = new Set([...(older ?? []), ...(newer ?? [])]);
  return all.size === 0 ? null : [...all].toSorted();
}

/** Each thing once, in the order of their keys, so that what is the same is written in one way. */
function joined<T>(older: List<T>, newer: List<T>, keyOf: (thing: T) => string, join: (a: T, b: T) => T): T[] | null {
  const all = new Map<string, T>();
  for (const thing of [...(older ?? []), ...(newer ?? [])]) {
    const key = keyOf(thing);
    const known = all.get(key);
    all.set(key, known === undefined ? thing : join(known, thing));
  }
  if (all.size === 0) return null;
  return [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, thing]) => thing);
}
