import { type Cluster, electLeader, type KubeObject, resources } from "@sortie/kube";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { type OwnNamespace, ownNamespace } from "./own-namespace.ts";

let own: OwnNamespace;
beforeAll(async () => {
  own = await ownNamespace("kube-election");
});
afterAll(() => own[Symbol.asyncDispose]());

const times = { durationSeconds: 3, renewWithinSeconds: 2, retrySeconds: 0.2 };
const holderOf = async (name: string) => {
  const lease = await own.cluster.get<KubeObject & { spec: { holderIdentity: string; leaseTransitions: number } }>(
    resources.leases,
    { namespace: own.namespace, name },
  );
  return lease?.spec;
};

/** A candidate that leads until it is told to stop; `leads` resolves when it begins, `lost` with why it ended. */
function candidate(name: string, identity: string, cluster = own.cluster) {
  const { namespace } = own;
  const stop = new AbortController();
  const leads = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<unknown>();
  const onLeading = async (signal: AbortSignal) => {
    leads.resolve();
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    lost.resolve(signal.reason);
  };
  const clock = { now: () => new Date() };
  const ended = electLeader({ cluster, namespace, name, identity, clock, signal: stop.signal, onLeading, times });
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  return { stop, leads: leads.promise, lost: lost.promise, ended };
}

it("hands the lease over when the leader stops", async () => {
  const first = candidate("handover", "first");
  await first.leads;
  const second = candidate("handover", "second");
  expect(await holderOf("handover")).toMatchObject({ holderIdentity: "first" });

  first.stop.abort();
  await first.ended;
  await second.leads;
  expect(await holderOf("handover")).toMatchObject({ holderIdentity: "second" });
});

it("stops leading when another has the lease, and leads again when that one does not renew it", async () => {
  const leader = candidate("stolen", "leader");
  await leader.leads;
  const theirs = { spec: { holderIdentity: "thief" } };
  await own.cluster.patch(resources.leases, { namespace: own.namespace, name: "stolen" }, theirs, { type: "merge" });
  expect(await leader.lost).toMatchObject({ message: "another candidate has the lease" });

  await expect.poll(() => holderOf("stolen"), { timeout: 20_000 }).toMatchObject({ holderIdentity: "leader" });
});

it("stops leading when it cannot renew in time, before another begins", async () => {
  const cutOff = new AbortController();
  const update: Cluster["update"] = (...call) =>
    cutOff.signal.aborted ? Promise.reject(new Error("no way to the server")) : own.cluster.update(...call);
  const leader = candidate("cut-off", "leader", { ...own.cluster, update });
  await leader.leads;
  const successor = candidate("cut-off", "successor");
  const order: string[] = [];
  const ended = [
    leader.lost.then((reason) => order.push(String(reason))),
    successor.leads.then(() => order.push("the successor leads")),
  ];

  cutOff.abort();
  await Promise.all(ended);
  expect(order).toEqual(["Error: the lease could not be renewed in time", "the successor leads"]);
});

it("is over when the leader's work is done, and passes on what it throws", async () => {
  const { cluster, namespace } = own;
  const election = { cluster, namespace, identity: "worker", clock: { now: () => new Date() }, times };
  const { signal } = new AbortController();
  await electLeader({ ...election, name: "done", signal, onLeading: async () => {} });
  expect(await holderOf("done")).toMatchObject({ holderIdentity: "" });

  const onLeading = async () => {
    throw new Error("broken work");
  };
  await expect(electLeader({ ...election, name: "thrown", signal, onLeading })).rejects.toThrow("broken work");
  expect(await holderOf("thrown")).toMatchObject({ holderIdentity: "" });
});
