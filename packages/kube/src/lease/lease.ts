import type { KubeObject } from "../cluster.ts";

/** A `coordination.k8s.io/v1` Lease as leader election uses it (Kubernetes, "Leases"). */
export type Lease = KubeObject & {
  spec?: {
    holderIdentity?: string | null;
    leaseDurationSeconds?: number | null;
    acquireTime?: string | null;
    renewTime?: string | null;
    leaseTransitions?: number | null;
  };
};

/** Seconds; client-go's defaults. A leader stops itself `durationSeconds - renewWithinSeconds` before others may begin. */
export type LeaseTimes = { durationSeconds: number; renewWithinSeconds: number; retrySeconds: number };

export const leaseTimes: LeaseTimes = { durationSeconds: 15, renewWithinSeconds: 10, retrySeconds: 2 };

/**
 * A lease as this process saw it last: `seenAt` is the monotonic time (ms) when its content last changed. The time the
 * holder wrote is never compared with ours, as clocks of nodes differ.
 */
export type SeenLease = { lease: Lease; seenAt: number };

/** Takes over what was read, keeping the time of the last change. */
export function see(before: SeenLease | undefined, lease: Lease, now: number): SeenLease {
  const isUnchanged = before?.lease.metadata?.resourceVersion === lease.metadata?.resourceVersion;
  return before && isUnchanged ? before : { lease, seenAt: now };
}

/** Whether a candidate may take the lease: it is its own, nobody's, or has not been renewed for its duration. */
export function mayTake({ lease, seenAt }: SeenLease, identity: string, now: number): boolean {
  const holder = lease.spec?.holderIdentity;
  if (!holder || holder === identity) return true;
  const durationSeconds = lease.spec?.leaseDurationSeconds ?? leaseTimes.durationSeconds;
  return now - seenAt > durationSeconds * 1000;
}

/** The lease as its holder writes it. Other fields stay as they are. */
export function heldLease(lease: Lease, identity: string, at: Date, { durationSeconds }: LeaseTimes): Lease {
  const { spec } = lease;
  const isRenewal = spec?.holderIdentity === identity;
  return {
    ...lease,
    spec: {
      ...spec,
      holderIdentity: identity,
      leaseDurationSeconds: durationSeconds,
      acquireTime: isRenewal ? (spec?.acquireTime ?? microTime(at)) : microTime(at),
      renewTime: microTime(at),
      leaseTransitions: (spec?.leaseTransitions ?? 0) + (isRenewal || !spec?.holderIdentity ? 0 : 1),
    },
  };
}

/** A lease that nobody holds: the next candidate need not wait. */
export function releasedLease(lease: Lease, at: Date): Lease {
  return { ...lease, spec: { ...lease.spec, holderIdentity: "", leaseDurationSeconds: 1, renewTime: microTime(at) } };
}

/** RFC 3339 with six digits, which Kubernetes' `MicroTime` demands. */
function microTime(at: Date): string {
  return at.toISOString().replace("Z", "000Z");
}
