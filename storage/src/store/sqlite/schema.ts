import type { DatabaseSync } from "node:sqlite";
import { firstVersion } from "./first-version.ts";
import { knownVersion, migrate, type Step } from "./migrate.ts";

/**
 * `revisions` holds every state inside the history window and the last state of every object, whatever its age. Its
 * primary key is the resourceVersion, so history is a range scan; the index answers "state at resourceVersion N" in key
 * order. A body is TEXT, or a zstd BLOB when it is large; NULL is the body of the state it replaced.
 */
export const migrations: readonly Step[] = [
  `CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
   CREATE TABLE revisions (
     rv INTEGER PRIMARY KEY,
     kind INTEGER NOT NULL,
     namespace TEXT NOT NULL,
     name TEXT NOT NULL,
     type INTEGER NOT NULL,
     replaces INTEGER,
     committed_at INTEGER NOT NULL,
     metadata TEXT NOT NULL,
     digest TEXT,
     body
   );
   CREATE INDEX revisions_by_key ON revisions (kind, namespace, name, rv, type);
   CREATE TABLE history (id INTEGER PRIMARY KEY CHECK (id = 1), compacted INTEGER NOT NULL);`,
];

/** Number of the newest tables that this program knows. */
export const newestSchema = migrations.length;

/** `FULL`: a commit is on the disk before it is acknowledged. The page cache is bounded, in KiB. */
const pragmas = `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2048;
  PRAGMA journal_size_limit = 67108864;`;

/**
 * Opens the tables for writing, making or migrating them. A fresh file counts resourceVersions from the time of day: clients that
 * knew a file that is lost hold smaller numbers, are told 410 and list again.
 *
 * @throws for a database of another program, which stays as it is.
 */
export function prepareDatabase(db: DatabaseSync, now: Date): void {
  db.exec("PRAGMA busy_timeout = 5000");
  const isOurs = knownVersion(db, migrations) === 0 ? isEmpty(db) : hasTables(db);
  if (!isOurs) throw new Error("this is no database of storage");
  db.exec(pragmas);
  migrate(db, migrations);
  beginHistory(db, firstVersion(now));
}

/** Other programs count their versions in the same place. */
export function hasTables(db: DatabaseSync): boolean {
  const sql =
    "SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table' AND name IN ('kinds', 'revisions', 'history')";
  return (db.prepare(sql).get() as { count: number }).count === 3;
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;
}

/** Where there is none: also in a file whose first start was broken off when it had its tables. */
export function beginHistory(db: DatabaseSync, compacted: number): void {
  db.prepare("INSERT OR IGNORE INTO history (id, compacted) VALUES (1, ?)").run(compacted);
}

/** The newest committed resourceVersion, and the one from which on history is kept. */
export type Position = { newest: number; compacted: number };

export const positionSql =
  "SELECT compacted, max(compacted, coalesce((SELECT max(rv) FROM revisions), 0)) AS newest FROM history";

export function readPosition(db: DatabaseSync): Position {
  return db.prepare(positionSql).get() as Position;
}
