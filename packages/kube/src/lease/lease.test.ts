import { expect, it } from "vitest";
import { heldLease, type Lease, leaseTimes, mayTake, releasedLease, see } from "./lease.ts";

const at = new Date("2026-11-25T12:00:00.123Z");
const leaseOf = (holderIdentity: string, resourceVersion = "1"): Lease => ({
  metadata: { name: "l", resourceVersion, labels: { kept: "yes" } },
  spec: { holderIdentity, leaseDurationSeconds: 15, leaseTransitions: 3, acquireTime: "2026-11-25T11:00:00.000000Z" },
});

it.each<[rule: string, holder: string, ageSeconds: number, may: boolean]>([
  ["takes a lease that nobody holds", "", 0, true],
  ["takes back its own lease", "me", 0, true],
  ["leaves a lease to its holder", "other", 15, false],
  ["takes a lease that was not renewed", "other", 15.001, true],
])("%s", (_rule, holder, ageSeconds, may) => {
  expect(mayTake({ lease: leaseOf(holder), seenAt: 0 }, "me", ageSeconds * 1000)).toBe(may);
});

it("counts the age of a lease from when its content was first seen", () => {
  const first = see(undefined, leaseOf("other", "1"), 100);
  expect(see(first, leaseOf("other", "1"), 5_000).seenAt).toBe(100);
  expect(see(first, leaseOf("other", "2"), 5_000).seenAt).toBe(5_000);
});

it.each<[what: string, lost: Lease]>([
  ["deleted", { metadata: { name: "l" } }],
  ["emptied", leaseOf("", "2")],
])("leaves a lease that somebody has %s to its holder for its duration", (_what, lost) => {
  const seen = see(see(undefined, leaseOf("other", "1"), 0), lost, 5_000);
  expect([mayTake(seen, "me", 20_000), mayTake(seen, "other", 5_000), mayTake(seen, "me", 20_001)]).toEqual([
    false,
    true,
    true,
  ]);
});

it("takes at once a lease that its holder has released, and one that never was", () => {
  const released = releasedLease(leaseOf("other", "2"), at);
  expect(mayTake(see(see(undefined, leaseOf("other", "1"), 0), released, 5_000), "me", 5_000)).toBe(true);
  expect(mayTake(see(undefined, { metadata: { name: "l" } }, 0), "me", 0)).toBe(true);
});

it("counts a change of holder and keeps what else the lease says", () => {
  expect(heldLease(leaseOf("other"), "me", at, leaseTimes)).toMatchObject({
    metadata: { labels: { kept: "yes" } },
    spec: {
      holderIdentity: "me",
      leaseDurationSeconds: 15,
      leaseTransitions: 4,
      acquireTime: "2026-11-25T12:00:00.123000Z",
      renewTime: "2026-11-25T12:00:00.123000Z",
    },
  });
});

it("keeps the time of acquiring when it renews", () => {
  expect(heldLease(leaseOf("me"), "me", at, leaseTimes).spec).toMatchObject({
    leaseTransitions: 3,
    acquireTime: "2026-11-25T11:00:00.000000Z",
  });
});

it("leaves a released lease to anyone", () => {
  expect(mayTake({ lease: releasedLease(leaseOf("me"), at), seenAt: 0 }, "other", 0)).toBe(true);
});
