import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { files } from "./files.ts";

const sortie = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url));

export type Ended = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** A folder with the files that command lines name. */
export function folderOfFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), "sortie-rego-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Runs the same command line with OPA's program and with ours. */
export async function runBoth(
  opa: string,
  folder: string,
  args: readonly string[],
): Promise<{ opa: Ended; ours: Ended }> {
  const [theirs, ours] = await Promise.all([
    run(opa, args, folder),
    run(process.execPath, [sortie, "rego", ...args], folder),
  ]);
  return { opa: theirs, ours };
}

function run(program: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { cwd }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== "number") reject(error);
      else resolve({ status: Number(error?.code ?? 0), stdout, stderr });
    });
    child.stdin?.end();
  });
}
