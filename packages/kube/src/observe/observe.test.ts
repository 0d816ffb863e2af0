import { expect, it } from "vitest";
import type { Cluster, KubeObject, WatchEvent } from "../cluster.ts";
import { resources } from "../resources.ts";
import { observe } from "./observe.ts";

type Pod = KubeObject & { metadata: { name: string; managedFields?: unknown[] } };

function pod(name: string, resourceVersion: string): Pod {
  return { metadata: { name, namespace: "n", uid: `uid-${name}`, resourceVersion, managedFields: [{ manager: "m" }] } };
}

/** Observes what a watch that says these events leaves behind. */
async function observed(...events: WatchEvent<Pod>[]) {
  const changed: string[] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  async function* watch() {
    yield* events;
    end();
    await new Promise(() => {});
  }
  const pods = observe<Pod>(
    { watch: watch as unknown as Cluster["watch"] },
    resources.pods,
    {},
    {
      signal: new AbortController().signal,
      onChange: (key) => changed.push(key),
    },
  );
  await ended;
  return { pods, changed, names: pods.list().map(({ metadata }) => metadata.name) };
}

it("knows what was listed and what happened since", async () => {
  const { pods, names, changed } = await observed(
    { type: "relisted", objects: [pod("a", "1"), pod("b", "2")] },
    { type: "added", object: pod("c", "3") },
    { type: "modified", object: pod("a", "4") },
    { type: "deleted", object: pod("b", "5") },
  );
  expect(names).toEqual(["a", "c"]);
  expect(pods.get("n", "a")?.metadata.resourceVersion).toBe("4");
  expect(pods.get("n", "b")).toBeUndefined();
  expect(changed).toEqual(["n/a", "n/b", "n/c", "n/a", "n/b"]);
});

it("tells after a gap what appeared, changed, was replaced or went", async () => {
  const { changed, names } = await observed(
    { type: "relisted", objects: [pod("same", "1"), pod("changed", "2"), pod("gone", "3")] },
    { type: "relisted", objects: [pod("same", "1"), pod("changed", "9"), pod("new", "8")] },
  );
  expect(changed.slice(3)).toEqual(["n/changed", "n/new", "n/gone"]);
  expect(names).toEqual(["same", "changed", "new"]);
});

it("keeps no managedFields", async () => {
  const { pods } = await observed(
    { type: "relisted", objects: [pod("a", "1")] },
    { type: "added", object: pod("b", "2") },
  );
  expect(pods.list().map(({ metadata }) => metadata.managedFields)).toEqual([undefined, undefined]);
});

it("is synced with the first list", async () => {
  const { pods } = await observed({ type: "relisted", objects: [] });
  await expect(pods.synced).resolves.toBeUndefined();
});

it("is never synced when it is stopped before", async () => {
  const stop = new AbortController();
  async function* watch() {}
  stop.abort(new Error("stopping"));
  const pods = observe({ watch }, resources.pods, {}, { signal: stop.signal });
  await expect(pods.synced).rejects.toThrow("stopping");
});
