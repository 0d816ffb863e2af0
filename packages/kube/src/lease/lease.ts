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

/** How long a released lease stays its last holder's, as client-go writes it. */
const releasedSeconds = 1;

/**
 * A lease as this process saw it last: `seenAt` is the monotonic time (ms) when its content last changed. The time the
 * holder wrote is never compared with ours, as clocks of nodes differ. `lostBy`: who held it before somebody who may not
 * know of holders deleted or emptied it.
 */
export type SeenLease = { lease: Lease; seenAt: number; lostBy?: string | undefined };

/** Takes over what was read, keeping the time of the last change. */
export function see(before: SeenLease | undefined, lease: Lease, now: number): SeenLease {
  const isUnchanged = before?.lease.metadata?.resourceVersion === lease.metadata?.resourceVersion;
  if (before && isUnchanged) return before;
  const { holderIdentity, leaseDurationSeconds } = lease.spec ?? {};
  const isReleased = leaseDurationSeconds === releasedSeconds;
  const isLost = !holderIdentity && !isReleased;
  return { lease, seenAt: now, lostBy: isLost ? before?.lease.spec?.holderIdentity || before?.lostBy : undefined };
}

/**
 * Whether a candidate may take the lease: it is its own, nobody's, or has not been renewed for its duration. One that was
 * taken from its holder is the holder's for that long, who does not know of it yet and goes on leading.
 */
export function mayTake({ lease, seenAt, lostBy }: SeenLease, identity: string, now: number): boolean {
  const holder = lease.spec?.holderIdentity || lostBy;
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
  return {
    ...lease,
    spec: { ...lease.spec, holderIdentity: "", leaseDurationSeconds: releasedSeconds, renewTime: microTime(at) },
  };
}

/** RFC 3339 with six digits, which Kubernetes' `MicroTime` demands. */
function microTime(at: Date): string {
  return at.toISOString().replace("Z", "000Z");
}
