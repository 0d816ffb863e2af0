import { createReadStream, createWriteStream, rmSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { checkDatabase, type Problems } from "./check-database.ts";
import { exportDatabase } from "./export-database.ts";
import { importDatabase } from "./import-database.ts";

/** Exit codes: 0 done, 1 the database is damaged, 2 no such command, 70 it could not be done. */
const exits = { done: 0, damaged: 1, usage: 2, failed: 70 };

const usage = "usage: export <file or -> | import <file or -> | check [file]\n";

/** The database that is served, and where to read and write. */
type Place = { database: string; stdin: Readable; stdout: Writable; stderr: Writable };

/**
 * What can be done with the database beside serving it: `export` copies it to a file or, for `-`, to standard output,
 * `import` puts a file, or for `-` standard input, in its place at the next start, `check` looks for damage. What is found is one line of JSON.
 * Returns the exit code.
 */
export async function runCommand(args: string[], place: Place): Promise<number> {
  const { database, stdout, stderr } = place;
  const [command, file] = args;
  const tell = (problems: Problems) => {
    stdout.write(`${JSON.stringify({ problems })}\n`);
    return problems.length > 0 ? exits.damaged : exits.done;
  };
  try {
    if (args.length <= 2 && command === "check") return tell(checkDatabase(file ?? database));
    if (args.length === 2 && command === "import" && file) {
      return tell(await (file === "-" ? importFromInput(place) : importDatabase(file, database)));
    }
    if (args.length === 2 && command === "export" && file) {
      await (file === "-" ? exportToOutput(place) : exportDatabase(database, file));
      return exits.done;
    }
    stderr.write(usage);
    return exits.usage;
  } catch (error) {
    stderr.write(`${command}: ${error instanceof Error ? error.message : String(error)}\n`);
    return exits.failed;
  }
}

/** Beside the database, where there is room for it and nobody else looks. */
async function exportToOutput({ database, stdout }: Place): Promise<void> {
  const copy = `${database}.export-${process.pid}`;
  try {
    await exportDatabase(database, copy);
    await pipeline(createReadStream(copy), stdout, { end: false });
  } finally {
    rmSync(copy, { force: true });
  }
}

/** A copy that does not arrive whole is not one, as the import finds. */
async function importFromInput({ database, stdin }: Place): Promise<Problems> {
  const copy = `${database}.import-${process.pid}`;
  try {
    await pipeline(stdin, createWriteStream(copy, { mode: 0o600 }));
    return await importDatabase(copy, database);
  } finally {
    // SQLite makes the other two of a copy that it looks into.
    for (const part of ["", "-wal", "-shm"]) rmSync(`${copy}${part}`, { force: true });
  }
}
