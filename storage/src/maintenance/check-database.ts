import type { DatabaseSync } from "node:sqlite";
import { isDamage } from "../store/sqlite/damage.ts";
import { versionOf } from "../store/sqlite/migrate.ts";
import { prepareReads } from "../store/sqlite/read-statements.ts";
import { hasTables, newestSchema } from "../store/sqlite/schema.ts";
import { type FileUse, openReading } from "./open-reading.ts";

/** What is wrong with a database; empty: nothing that SQLite's quick check finds. */
export type Problems = string[];

/** More say nothing more. */
const problemsAtMost = 20;

/**
 * Reads every page of a database and looks whether they fit together, and whether this program knows its tables.
 * https://www.sqlite.org/pragma.html#pragma_quick_check
 *
 * @throws when there is no such file.
 */
export function checkDatabase(file: string, use: FileUse = "served"): Problems {
  const db = openReading(file, use);
  try {
    const rows = db.prepare(`PRAGMA quick_check(${problemsAtMost})`).all() as { quick_check: string }[];
    const problems = rows.map((row) => row.quick_check).filter((answer) => answer !== "ok");
    return problems.length > 0 ? problems : schemaProblems(db);
  } catch (error) {
    const { message } = error as Error;
    if (isDamage(error)) return [message];
    throw new Error(`${file}: ${message}`, { cause: error });
  } finally {
    db.close();
  }
}

function schemaProblems(db: DatabaseSync): Problems {
  const version = versionOf(db);
  if (version > newestSchema) return [`the database has schema ${version}, this program knows ${newestSchema}`];
  if (version === 0 || !hasTables(db)) return ["this is no database of storage"];
  // An older one has its own columns, until it is migrated.
  if (version === newestSchema) prepareReads(db);
  return [];
}
