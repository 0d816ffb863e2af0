import { createReadStream, createWriteStream } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { checkDatabase, type Problems } from "./check-database.ts";
import { exportDatabase } from "./export-database.ts";
import { importDatabase } from "./import-database.ts";
import { passingCopy, removeCopy, removeLeftovers } from "./leftovers.ts";
import { useOf } from "./open-reading.ts";

/** Exit codes: 0 done, 1 the database is damaged, 2 no such command, 70 it could not be done. */
const exits = { done: 0, damaged: 1, usage: 2, failed: 70 };

const usage = "usage: export <file or -> | import <file or -> | check [file]\n";
const asksForHelp = new Set(["help", "--help", "-h"]);

/** The database that is served, and where to read and write. */
type Place = { database: string; stdin: Readable; stdout: Writable; stderr: Writable };

/**
 * What can be done with the database beside serving it: `export` copies it to a file or, for `-`, to standard output,
 * `import` puts a file, or for `-` standard input, in its place at the next start, `check` looks for damage. What is found is one line of JSON.
 * Returns the exit code.
 */
export async function runCommand(args: string[], place: Place): Promise<number> {
  const { stdout, stderr } = place;
  const [command = ""] = args;
  if (args.length === 1 && asksForHelp.has(command)) {
    stdout.write(usage);
    return exits.done;
  }
  const perform = commandOf(args, place);
  if (!perform) {
    stderr.write(usage);
    return exits.usage;
  }
  try {
    const problems = await perform();
    if (problems) stdout.write(`${JSON.stringify({ problems })}\n`);
    return problems && problems.length > 0 ? exits.damaged : exits.done;
  } catch (error) {
    stderr.write(`${command}: ${error instanceof Error ? error.message : String(error)}\n`);
    return exits.failed;
  }
}

/** `undefined` for arguments that mean nothing. What is done finds problems, or has nothing to tell. */
function commandOf(args: string[], place: Place): (() => Promise<Problems | undefined>) | undefined {
  const { database } = place;
  const [command, file] = args;
  if (args.length > 2 || file === "") return undefined;
  if (command === "check") return async () => checkDatabase(file ?? database, useOf(file ?? database, database));
  if (file === undefined) return undefined;
  if (command === "import") return () => (file === "-" ? importFromInput(place) : importDatabase(file, database));
  if (command !== "export") return undefined;
  return async () => {
    await (file === "-" ? exportToOutput(place) : exportDatabase(database, file));
    return undefined;
  };
}

/** Beside the database, where there is room for it and nobody else looks. */
async function exportToOutput({ database, stdout }: Place): Promise<void> {
  const copy = passingCopy(database, "export");
  removeLeftovers(database);
  try {
    await exportDatabase(database, copy);
    await pipeline(createReadStream(copy), stdout, { end: false });
  } finally {
    removeCopy(copy);
  }
}

/** A copy that does not arrive whole is not one, as the import finds. */
async function importFromInput({ database, stdin }: Place): Promise<Problems> {
  const copy = passingCopy(database, "import");
  removeLeftovers(database);
  try {
    await pipeline(stdin, createWriteStream(copy, { mode: 0o600 }));
    return await importDatabase(copy, database);
  } finally {
    removeCopy(copy);
  }
}
