import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, it } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { writerProgram } from "../../testing/test-server.ts";
import { key, put } from "../contract/made.ts";
import { ExpiredError } from "../store.ts";
import { compact } from "./compact.ts";
import { firstVersion } from "./first-version.ts";
import { openStore } from "./open-store.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

it("gives no number twice when the file has gone back, and says of a lost one that it is too old", async () => {
  const { file, written } = database();
  await written(0, "a");
  copyFileSync(file, `${file}.old`);
  const lost = await written(1, "b", "c");
  copyFileSync(`${file}.old`, file);

  const store = await openedAt(file, 2);
  const d = await put(store, key("a", "d"), undefined);
  const e = await put(store, key("a", "e"), undefined);
  expect(d.resourceVersion).toBeGreaterThan(lost);
  expect(e.resourceVersion).toBe(d.resourceVersion + 1);
  for (const after of [lost, d.resourceVersion - 1]) {
    const history = store.changes({ kind: "things", after, upTo: e.resourceVersion, limit: 9 });
    await expect(history).rejects.toThrow(ExpiredError);
    await expect(store.list({ kind: "things", limit: 9, at: after })).rejects.toThrow(ExpiredError);
  }
  await store.close();
});

it("goes on behind the last number when the clock has gone back", async () => {
  const { written } = database();
  const newest = await written(9, "a");
  expect(await written(1, "b")).toBe(newest + 1);
});

it("resumes over a start, which is no change among those that are kept", async () => {
  const { file, written } = database();
  const from = await written(0, "a");
  await written(0, "b");
  const newest = await written(1, "c", "d");
  const db = new DatabaseSync(file);
  const keep = (revisions: number) => compact(db, { seconds: 600, revisions, first: firstVersion(at(1)) }, at(1));
  keep(3);
  const store = await openedAt(file, 2);
  const events = await store.changes({ kind: "things", after: from, upTo: newest, limit: 9 });
  expect(events.map(({ revision }) => revision.key.name)).toEqual(["b", "c", "d"]);
  keep(1);
  await expect(store.changes({ kind: "things", after: from, upTo: newest, limit: 9 })).rejects.toThrow(ExpiredError);
  await store.close();
  db.close();
});

/** A database, and whoever starts on it so many seconds after the first, makes objects and stops. Returns the newest number. */
function database() {
  const folder = temporaryFolder();
  folders.push(folder);
  const file = join(folder, "storage.sqlite");
  const written = async (seconds: number, ...names: string[]) => {
    const store = await openedAt(file, seconds);
    for (const name of names) await put(store, key("a", name), undefined);
    const newest = await store.newest();
    await store.close();
    return newest;
  };
  return { file, written };
}

function openedAt(file: string, seconds: number) {
  const history = { seconds: 600, revisions: 1000 };
  return openStore({ file, history, now: () => at(seconds), program: writerProgram });
}

function at(seconds: number): Date {
  return new Date(Date.UTC(2026, 7, 22, 14, 55, seconds));
}
