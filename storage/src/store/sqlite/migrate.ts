import type { DatabaseSync } from "node:sqlite";

/**
 * Takes a database through the steps that it has not been through, each in a transaction of its own: a step that fails, or
 * is broken off, has not begun. Its number is SQLite's `user_version`.
 *
 * @throws for a database that has been through more steps than there are.
 */
export function migrate(db: DatabaseSync, steps: readonly string[]): void {
  const { user_version: version } = db.prepare("PRAGMA user_version").get() as { user_version: number };
  if (version > steps.length) throw new Error(`the database has schema ${version}, this program knows ${steps.length}`);
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    db.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}
