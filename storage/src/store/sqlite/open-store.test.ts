import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { writerProgram } from "../../testing/test-server.ts";
import type { Store } from "../store.ts";
import { storeContract } from "../store-contract.ts";
import { compact } from "./compact.ts";
import { firstVersion } from "./first-version.ts";
import { openStore } from "./open-store.ts";

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

describe.each([15, 0])("resting after %i seconds", (restAfterSeconds) => {
  for (const [sentence, judge] of Object.entries(storeContract)) {
    it(sentence, () => judge(() => openedFile(restAfterSeconds)));
  }
});

async function openedFile(restAfterSeconds: number) {
  const { file, open } = databaseFile(restAfterSeconds);
  let store = await open();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await open();
      return store;
    },
    forgetHistory: async (revisions: number) => {
      const db = new DatabaseSync(file);
      while (!compact(db, { seconds: 600, revisions, first: firstVersion(now()) }, now()).done);
      db.close();
    },
  };
}

it("counts from the time of day in a fresh file, so that clients of a lost one are behind it", async () => {
  const store = await databaseFile().open();
  expect(store.resourceVersion).toBe(firstVersion(now()));
});

it("refuses a file that a later version has written", async () => {
  const { file, open } = databaseFile();
  const db = new DatabaseSync(file);
  db.exec("PRAGMA user_version = 99");
  db.close();
  await expect(open()).rejects.toThrow("the database has schema 99");
});

it.each([0, 1])("leaves a database of another program as it is that counts its version as %i", async (version) => {
  const { file, open } = databaseFile();
  const db = new DatabaseSync(file);
  db.exec(`CREATE TABLE notes (text); PRAGMA user_version = ${version}`);
  db.close();
  const before = readFileSync(file);
  await expect(open()).rejects.toThrow(`${file}: this is no database of storage`);
  expect(readFileSync(file)).toEqual(before);
});

it("opens what version 0.1.0 has written, and goes on in it", async () => {
  const { file, open } = databaseFile();
  copyFileSync(join(import.meta.dirname, "..", "..", "..", "testdata", "schema-1.sqlite"), file);
  const store = await open();
  const kind = "workloadconfigurationscansummaries.spdx.softwarecomposition.kubescape.io";
  const { revisions } = await store.list({ kind, namespace: "shop", limit: 10 });
  expect(revisions.map(({ key, digest }) => [key.name, digest])).toEqual([
    ["large", undefined],
    ["small", [1, 2, 3, 4, 5]],
  ]);
  const [large, small] = revisions;
  expect(large).toMatchObject({ type: "modified", body: expect.stringContaining("größe größe") });
  expect(small).toMatchObject({ metadata: '{"name":"small","namespace":"shop"}', body: '"spec":{"controls":{}}' });
  const newest = store.resourceVersion;
  const changes = await store.changes({ kind, after: newest - 5, upTo: newest, limit: 10 });
  expect(changes.map(({ revision }) => `${revision.type} ${revision.key.name}`)).toEqual([
    "added small",
    "added large",
    "modified large",
    "added gone",
    "deleted gone",
  ]);
  const change = {
    type: "modified",
    metadata: "{}",
    body: "",
    digest: undefined,
    key: { kind, namespace: "shop", name: "small" },
  };
  const committed = await store.commit({ ...change, type: "modified", replaces: small });
  expect(committed).toMatchObject({ ok: true, revision: { resourceVersion: firstVersion(now()) } });
});

it("forgets by age, also when the clock has gone backwards in between", async () => {
  const { file, open } = databaseFile();
  const store = await open();
  const change = { type: "added", replaces: undefined, metadata: "{}", body: "", digest: undefined } as const;
  for (const name of ["x", "y"]) await store.commit({ ...change, key: { kind: "things", namespace: "a", name } });
  const db = new DatabaseSync(file);
  const hourLater = new Date(now().getTime() + 3_600_000);
  db.exec("UPDATE revisions SET committed_at = committed_at + 3600 WHERE name = 'x'");
  const window = { seconds: 600, revisions: 1000, first: firstVersion(now()) };
  expect(compact(db, window, hourLater).compacted).toBe(window.first);
  expect(compact(db, window, new Date(hourLater.getTime() + 3_600_000)).compacted).toBe(window.first + 2);
  db.close();
});

it("names the file that it cannot open", async () => {
  const { file } = databaseFile();
  const open = (path: string) =>
    openStore({ file: path, history: { seconds: 600, revisions: 1000 }, now, program: writerProgram });
  await expect(open(join(file, ".."))).rejects.toThrow(`${join(file, "..")}: unable to open database file`);
  writeFileSync(file, "this is no database, but long enough to be taken for one".repeat(10));
  await expect(open(file)).rejects.toThrow(`${file}: file is not a database`);
});

it("does not keep for years what was committed while the clock was years ahead", async () => {
  const { file, open } = databaseFile();
  const store = await open();
  const change = { type: "added", replaces: undefined, metadata: "{}", body: "", digest: undefined } as const;
  for (const name of ["x", "y"]) await store.commit({ ...change, key: { kind: "things", namespace: "a", name } });
  const db = new DatabaseSync(file);
  db.exec("UPDATE revisions SET committed_at = committed_at + 63072000 WHERE name = 'x'");
  const first = firstVersion(now());
  expect(compact(db, { seconds: 600, revisions: 1000, first }, now()).compacted).toBe(first + 1);
  db.close();
});

it("goes on when the disk is full, also when it wants to forget history", () => {
  const { file } = databaseFile();
  const fillDisk = join(import.meta.dirname, "..", "..", "..", "testdata", "fill-disk.ts");
  // No file of the process may grow beyond so many blocks.
  const limited = ["-c", 'ulimit -f 400; exec "$@"', "-", process.execPath, fillDisk, file];
  expect(JSON.parse(execFileSync("bash", limited, { encoding: "utf8" }))).toEqual(["StoreDiskError", "StoreDiskError"]);
});

it("reads a file that was closed on a disk without room for a journal, and writes when there is room", async () => {
  const { file, open } = databaseFile();
  const store = await open();
  const key = { kind: "things", namespace: "a", name: "a" };
  await store.commit({ key, type: "added", replaces: undefined, metadata: "{}", body: "", digest: undefined });
  await store.close();
  const program = join(import.meta.dirname, "..", "..", "..", "testdata", "start-on-full-disk.ts");
  // As many blocks as the file has, and less than the index of a journal.
  const limited = ["-c", 'ulimit -S -f 24; exec "$@"', "-", process.execPath, program, file];
  const found = JSON.parse(execFileSync("bash", limited, { encoding: "utf8" }));
  expect(found).toEqual(["a a", "StoreFullError", "a a", "stored", "a,c a,c"]);
});

it("stores what still waits when it is closed", async () => {
  const { open } = databaseFile();
  const store = await open();
  const key = { kind: "things", namespace: "a", name: "x" };
  const change = { type: "added", replaces: undefined, metadata: "{}", body: "", digest: undefined } as const;
  const committed = store.commit({ ...change, key });
  await store.close();
  expect((await committed).ok).toBe(true);
  expect(await (await open()).get(key)).toBeDefined();
});

it("writes what comes in turns one after the other at once, and does not wait for ever", async () => {
  let batches = 0;
  const { open } = databaseFile(15, () => {
    batches += 1;
    return now();
  });
  const store = await open();
  const change = { type: "added", replaces: undefined, metadata: "{}", body: "", digest: undefined } as const;
  const make = (name: string) => store.commit({ ...change, key: { kind: "things", namespace: "a", name } });
  await make("first");

  const before = batches;
  const inTurns = async (count: number, name: string) => {
    const made = Array.from({ length: count }, async (_, turn) => {
      for (let passed = 0; passed < turn; passed += 1) await nextTurn();
      return make(`${name}-${turn}`);
    });
    for (let passed = 0; passed < count; passed += 1) await nextTurn();
    return made;
  };
  await Promise.all(await inTurns(4, "few"));
  expect(batches).toBe(before + 1);
  const many = await inTurns(12, "many");
  expect(batches).toBeGreaterThan(before + 1);
  await Promise.all(many);
});

function now(): Date {
  return new Date("2026-08-22T14:55:00Z");
}

function databaseFile(restAfterSeconds = 15, clock = now) {
  const folder = temporaryFolder();
  const file = join(folder, "storage.sqlite");
  const stores: Store[] = [];
  opened.push(async () => {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true });
  });
  return {
    file,
    open: async () => {
      const history = { seconds: 600, revisions: 1000 };
      const store = await openStore({ file, history, now: clock, program: writerProgram, restAfterSeconds });
      stores.push(store);
      return store;
    },
  };
}
