import { readConfig } from "@sortie/process";
import { DatabaseConfig } from "../config.ts";
import { runCommand } from "./run-command.ts";

/** The program as a command. */
export async function command(args: string[]): Promise<void> {
  const { DATABASE_FILE: database } = readConfig(DatabaseConfig);
  const { stdin, stdout, stderr } = process;
  process.exitCode = await runCommand(args, { database, stdin, stdout, stderr });
}
