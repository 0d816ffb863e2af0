import { createLogger } from "@sortie/process";
import { afterEach, beforeEach, expect, it } from "vitest";
import { embeddedKinds } from "../kinds/embedded.ts";
import { resultKinds } from "../kinds/result-kinds.ts";
import { kindsOf } from "../meta/kind.ts";
import { type Store, StoreFullError } from "../store/store.ts";
import { paths, scan } from "../testing/scans.ts";
import { openTestServer, type TestServer } from "../testing/test-server.ts";
import { collectGarbage } from "./collect-garbage.ts";

const jobs = "/apis/batch/v1/namespaces/shop/jobs";

let server: TestServer;
let stop: () => void;
/** Called before a dependent is deleted. */
let deleting: () => void;
/** Called when objects have been listed, before anything is done about them. */
let listed: (kind: string) => Promise<void>;

beforeEach(async () => {
  server = await openTestServer({ hasGarbageCollector: false });
  const kinds = kindsOf([...resultKinds, ...embeddedKinds]);
  listed = async () => {};
  const list: Store["list"] = async (range) => {
    const page = await server.store.list(range);
    await listed(range.kind);
    return page;
  };
  deleting = () => {};
  const commit: Store["commit"] = async (change) => {
    deleting();
    return await server.store.commit(change);
  };
  stop = collectGarbage({
    store: { ...server.store, list, commit },
    againMs: 0,
    kinds,
    now: () => server.clock.now,
    log: createLogger("storage", "silent"),
  });
});
afterEach(async () => {
  stop();
  await server[Symbol.asyncDispose]();
});

async function makeOwner(name: string): Promise<string> {
  const { code, body } = await server.send("POST", jobs, { metadata: { name } });
  expect(code).toBe(201);
  return body.metadata.uid;
}

async function removeOwner(name: string): Promise<void> {
  expect((await server.send("DELETE", `${jobs}/${name}`)).code).toBe(200);
}

async function makeOwned(name: string, ...uids: string[]): Promise<void> {
  const ownerReferences = uids.map((uid) => ({ apiVersion: "batch/v1", kind: "Job", name: "any", uid }));
  const { code } = await server.send("POST", paths.scans("shop"), scan(name, "passed", { ownerReferences }));
  expect(code).toBe(201);
}

async function names(): Promise<string[]> {
  const { body } = await server.send("GET", paths.scans("shop"));
  return body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
}

it("deletes what comes after its owner has gone, as a result whose writer was slow", async () => {
  // Once somebody has owned something, deletions of others leave nothing to look for.
  const known = await makeOwner("known");
  await makeOwned("first", known);
  await removeOwner("known");
  await expect.poll(names).toEqual([]);

  const gone = await makeOwner("gone");
  await removeOwner("gone");
  await makeOwned("late", gone);
  await makeOwned("free");
  await expect.poll(names).toEqual(["free"]);
});

it("keeps what comes later and has an owner left, and what names an owner that it never saw", async () => {
  const [gone, there] = [await makeOwner("gone"), await makeOwner("there")];
  await removeOwner("gone");
  await makeOwned("shared", gone, there);
  await makeOwned("unseen", "0b1e4a5c-5d4f-4f6c-9d58-1f1f1f1f1f1f");
  await makeOwned("late", gone);
  await expect.poll(names).toEqual(["shared", "unseen"]);
});

it("goes on behind what was made anew while it looked", async () => {
  const owner = await makeOwner("owner");
  for (const name of ["a", "b"]) await makeOwned(name, owner);
  listed = async (kind) => {
    if (!kind.startsWith("workloadconfigurationscans.")) return;
    listed = async () => {};
    await server.send("DELETE", `${paths.scans("shop")}/a`);
    await makeOwned("a");
  };
  await removeOwner("owner");
  await expect.poll(names).toEqual(["a"]);
});

it("tries again after the disk was full", async () => {
  const owner = await makeOwner("owner");
  for (const name of ["a", "b", "c"]) await makeOwned(name, owner);
  let failures = 2;
  deleting = () => {
    failures -= 1;
    if (failures >= 0) throw new StoreFullError("database or disk is full");
  };
  await removeOwner("owner");
  await expect.poll(names).toEqual([]);
});

it("remembers the last thousand deletions, and no more", async () => {
  const [old, young] = [await makeOwner("old"), await makeOwner("young")];
  await removeOwner("old");
  for (let left = 999; left > 0; left -= 111) {
    await Promise.all(Array.from({ length: 111 }, (_, index) => makeOwner(`passing-${index}`)));
    await server.send("DELETE", `${jobs}?fieldSelector=metadata.name!=young`);
  }
  await removeOwner("young");
  await makeOwned("forgotten", old);
  await makeOwned("known", young);
  await expect.poll(names).toEqual(["forgotten"]);
});
