import { execFile } from "node:child_process";
import { copyFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { writerProgram } from "../../testing/test-server.ts";
import { fromBodyColumn, toBodyColumn } from "./body-column.ts";
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

/** Enough that a change of all of them is more than SQLite keeps in memory. */
const manyRows = `(rv, kind, namespace, name, type, committed_at, metadata, body)
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
  SELECT (SELECT max(rv) FROM revisions) + i, 1, 'shop', 'more-' || i, 0, 0, '{}', hex(zeroblob(200)) FROM n`;

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

it("has not begun a step in whose middle the program is killed, whatever of it is on the disk, and takes it at the next start", async () => {
  opened((db) => db.exec(`INSERT INTO revisions ${manyRows}`));
  const before = rows();
  const killed = `${next} SELECT die();`;
  const program = `
    import { DatabaseSync } from "node:sqlite";
    import { migrate } from ${JSON.stringify(join(import.meta.dirname, "migrate.ts"))};
    const db = new DatabaseSync(${JSON.stringify(file)});
    // With no room to keep what it has changed, SQLite writes it to the journal before the transaction ends.
    db.exec("PRAGMA journal_mode = WAL; PRAGMA cache_size = 10");
    db.function("die", () => process.kill(process.pid, "SIGKILL"));
    migrate(db, ["", ${JSON.stringify(killed)}]);`;
  const failure = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]).catch(
    (error) => error,
  );
  expect(failure.signal).toBe("SIGKILL");
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(100_000);
  expect([version(), rows()]).toEqual([1, before]);
  opened((db) => migrate(db, steps));
  expect([version(), rows().length]).toEqual([2, before.length]);
});

it("takes a step that reads and writes what is compressed, or has not begun it", () => {
  const upperCase = (db: DatabaseSync) => {
    const write = db.prepare("UPDATE revisions SET body = ? WHERE rv = ?");
    for (const { rv, body } of db.prepare("SELECT rv, body FROM revisions WHERE body IS NOT NULL").all()) {
      write.run(toBodyColumn(fromBodyColumn(body).toUpperCase()), rv as number);
    }
  };
  const failing = (db: DatabaseSync) => {
    upperCase(db);
    throw new Error("in the middle");
  };
  const bodies = () => rows().map(({ body }) => fromBodyColumn(body));
  const before = bodies();
  expect(() => opened((db) => migrate(db, [...migrations.slice(0, 1), failing]))).toThrow("in the middle");
  expect([version(), bodies()]).toEqual([1, before]);
  opened((db) => migrate(db, [...migrations.slice(0, 1), upperCase]));
  expect([version(), bodies()]).toEqual([2, before.map((body) => body.toUpperCase())]);
});

it("takes a step once when another process takes it in the moment before", () => {
  const once = [...migrations.slice(0, 1), "CREATE TABLE made_once (at INTEGER);"];
  opened((first) =>
    opened((second) => {
      const exec = second.exec.bind(second);
      second.exec = (sql) => {
        if (sql.startsWith("BEGIN")) migrate(first, once);
        exec(sql);
      };
      migrate(second, once);
    }),
  );
  expect(version()).toBe(2);
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
  expect(last.err.message).toBe(
    `${file}: the database has schema 99, this program knows ${migrations.length}: start the version that wrote it, or import an older export`,
  );
  expect(version()).toBe(99);
});
