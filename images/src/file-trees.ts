import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files of a folder and its subfolders, without the cases that test a rule and without documentation. */
export function filesUnder(folder: string, name: string): [path: string, content: Uint8Array][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, Uint8Array][] => {
    const [from, to] = [join(folder, entry.name), `${name}/${entry.name}`];
    if (entry.isDirectory()) return filesUnder(from, to);
    return isForTheRun(entry.name) ? [[to, readFileSync(from)]] : [];
  });
}

function isForTheRun(name: string): boolean {
  return name !== "cases.yaml" && !name.endsWith(".md");
}

/** Writes files by their path below a folder. */
export function writeFiles(files: Iterable<[path: string, content: Uint8Array | string]>, root: string): void {
  for (const [path, content] of files) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    writeFileSync(file, content, { mode: 0o644 });
  }
}
