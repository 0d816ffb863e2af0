import { execFile } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { writerProgram } from "../../testing/test-server.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./schema.ts";

/** As version 0.1.0 has left it. */
const written = join(import.meta.dirname, "..", "..", "..", "testdata", "schema-1.sqlite");
/** A step as there may be: a column that follows from others, and an index over it. */
const next = [
  "ALTER TABLE revisions ADD COLUMN body_bytes INTEGER NOT NULL DEFAULT 0;",
  "UPDATE revisions SET body_bytes = coalesce(octet_length(body), 0);",
  "CREATE INDEX revisions_by_size ON revisions (body_bytes);",
].join(" ");

let file: string;

beforeEach(() => {
  const folder = temporaryFolder();
  file = join(folder, "storage.sqlite");
  copyFileSync(written, file);
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function opened<T>(use: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(file);
  try {
    return use(db);
  } finally {
    db.close();
  }
}

const rows = () => opened((db) => db.prepare("SELECT * FROM revisions ORDER BY rv").all());
const version = () => opened((db) => db.prepare("PRAGMA user_version").get()?.user_version);
const steps = [...migrations.slice(0, 1), next];

it("takes a database of the first version through the next step, with everything that is in it, once", () => {
  const before = rows();
  expect([version(), before.length]).toEqual([1, 5]);
  opened((db) => migrate(db, steps));
  expect(version()).toBe(2);
  expect(rows().map(({ body_bytes: _bytes, ...row }) => row)).toEqual(before);
  const large = before.find(({ body }) => body instanceof Uint8Array)?.body as Uint8Array;
  expect(rows().map(({ body_bytes: bytes }) => bytes)).toContain(large.length);
  opened((db) => migrate(db, steps));
  expect(version()).toBe(2);
});

it("has not begun a step that fails in its middle, and takes it at the next start", () => {
  const before = rows();
  const failing = `${next} INSERT INTO no_such_table VALUES (1);`;
  expect(() => opened((db) => migrate(db, [...migrations.slice(0, 1), failing]))).toThrow("no_such_table");
  expect([version(), rows()]).toEqual([1, before]);
  opened((db) => migrate(db, steps));
  expect([version(), rows().length]).toEqual([2, before.length]);
});

it("makes in a fresh file what it makes of an old one", () => {
  opened((db) => migrate(db, steps));
  const tables = (db: DatabaseSync) =>
    db.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").all();
  const old = opened(tables);
  rmSync(file);
  opened((db) => migrate(db, steps));
  expect(opened(tables)).toEqual(old);
});

it("ends with one line that says why when a later version has written the database", async () => {
  opened((db) => db.exec("PRAGMA user_version = 99"));
  const env = { PATH: process.env.PATH ?? "", STORAGE_MODE: "embedded", DATABASE_FILE: file };
  const failure = await promisify(execFile)(process.execPath, [writerProgram], { env }).catch((error) => error);
  expect(failure.code).toBe(70);
  const last = JSON.parse(failure.stdout.trim().split("\n").at(-1));
  expect(last).toMatchObject({ level: "fatal", msg: "service failed" });
  expect(last.err.message).toBe(`the database has schema 99, this program knows ${migrations.length}`);
  expect(version()).toBe(99);
});
