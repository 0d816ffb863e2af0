import type { Cluster } from "../cluster.ts";
import { resources } from "../resources.ts";
import { heldLease, type Lease, type LeaseTimes, releasedLease } from "./lease.ts";

/** Which Lease is competed for, and by whom. */
export type Candidate = {
  cluster: Pick<Cluster, "get" | "create" | "update">;
  namespace: string;
  /** Name of the Lease. */
  name: string;
  /** Different for every process that ever competes, for example `<pod>_<uuid>`. */
  identity: string;
  clock: { now(): Date };
};

type Call = { signal?: AbortSignal; timeoutSeconds: number };

export async function readLease({ cluster, namespace, name }: Candidate, call: Call): Promise<Lease> {
  const found = await cluster.get<Lease>(resources.leases, { namespace, name }, call);
  return found ?? { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { namespace, name } };
}

/** Takes or renews a lease that was read. `undefined`: another candidate was faster. */
export async function holdLease(
  { cluster, identity, clock }: Candidate,
  lease: Lease,
  times: LeaseTimes,
  call: Call,
): Promise<Lease | undefined> {
  const wanted = heldLease(lease, identity, clock.now(), times);
  const written = lease.metadata?.resourceVersion
    ? await cluster.update(resources.leases, wanted, call)
    : await cluster.create(resources.leases, wanted, call);
  return written.ok ? written.object : undefined;
}

/** Renews a lease that is held. `undefined`: it is not held any more. Somebody may have edited it meanwhile. */
export async function renewLease(
  candidate: Candidate,
  lease: Lease,
  times: LeaseTimes,
  call: Call,
): Promise<Lease | undefined> {
  const renewed = await holdLease(candidate, lease, times, call);
  if (renewed) return renewed;
  const current = await readLease(candidate, call);
  return current.spec?.holderIdentity === candidate.identity ? holdLease(candidate, current, times, call) : undefined;
}

/** Gives a held lease up. That another has it meanwhile is no error. */
export async function releaseLease({ cluster, clock }: Candidate, lease: Lease, call: Call): Promise<void> {
  await cluster.update(resources.leases, releasedLease(lease, clock.now()), call);
}
