import { appendFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { bundleForSnapshot } from "./bundle.ts";
import { withTemporaryFolder } from "./cache.ts";
import { runCommand } from "./run-command.ts";

type Start = {
  /** What the snapshot is of: it sets the function that Node begins with. */
  entryPoint: string;
  define: Record<string, string>;
  /** What the program is told while the snapshot is made. */
  args: string[];
  /** V8 options that the program will run with. */
  options: readonly string[];
};

/** What a file of a snapshot ends with, which Node does not read: where it is missing, so is something before it. */
export const snapshotEnd = "whole";

/**
 * Writes a start-up snapshot for this very Node: a program's memory after it was loaded, from which Node continues
 * (https://nodejs.org/docs/latest-v24.x/api/cli.html#--build-snapshot). It replaces the file as a whole. Made twice it is
 * not the same twice. Stacks of errors name the program as a part of the snapshot: where it was made is nobody's concern.
 */
export async function writeStartSnapshot(file: string, { entryPoint, define, args, options }: Start): Promise<void> {
  const code = await bundleForSnapshot(entryPoint, define);
  await withTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, "start.cjs"), `${code}\n//# sourceURL=${basename(file)}/start.cjs\n`);
    const draft = `${file}.draft`;
    const line = ["--no-warnings", "--snapshot-blob", draft, "--build-snapshot", "start.cjs", ...args];
    // Options of whoever builds are not for the program.
    const { NODE_OPTIONS: _, NODE_COMPILE_CACHE: __, ...env } = process.env;
    await runCommand(process.execPath, [...options, ...line], { env, cwd: folder });
    appendFileSync(draft, snapshotEnd);
    renameSync(draft, file);
  });
}

/**
 * What tells this Node from others, as `stat -L -c '%s %Y'` prints it of its file. A snapshot is of one Node: another
 * version refuses it, and another build of the same version may not notice.
 */
export function nodeIdentity(): string {
  const { size, mtimeMs } = statSync(process.execPath);
  return `${size} ${Math.floor(mtimeMs / 1000)}`;
}
