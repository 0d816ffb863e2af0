import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "./transaction.ts";

/** SQL, or what SQL cannot do: bodies are compressed. */
export type Step = string | ((db: DatabaseSync) => void);

/**
 * Takes a database through the steps that it has not been through, each in a transaction of its own: a step that fails, or
 * is broken off, has not begun. Its number is SQLite's `user_version`, which belongs to the transaction.
 * https://www.sqlite.org/pragma.html#pragma_user_version
 *
 * @throws for a database that has been through more steps than there are: an older program would not understand it.
 */
export function migrate(db: DatabaseSync, steps: readonly Step[]): void {
  for (let version = knownVersion(db, steps); version < steps.length; version = knownVersion(db, steps)) {
    inTransaction(db, () => {
      // Another process may have taken it while this one waited.
      if (versionOf(db) === version) take(db, steps[version] ?? "", version + 1);
    });
  }
}

function take(db: DatabaseSync, step: Step, version: number): void {
  if (typeof step === "string") db.exec(step);
  else step(db);
  db.exec(`PRAGMA user_version = ${version}`);
}

/** {@link versionOf} a database that may be opened. @throws as {@link migrate}. */
export function knownVersion(db: DatabaseSync, steps: readonly Step[]): number {
  const version = versionOf(db);
  if (version <= steps.length) return version;
  throw new Error(
    `the database has schema ${version}, this program knows ${steps.length}: start the version that wrote it, or import an older export`,
  );
}

/** How many steps a database has been through; 0: it is none of storage's yet. */
export function versionOf(db: DatabaseSync): number {
  return (db.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}
