// Opens a database on a disk that has no room for a journal, writes, makes room and writes again. What it finds is its output.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { openStore } from "../src/store/sqlite/open-store.ts";

const program = join(import.meta.dirname, "..", "src", "main.ts");
const [file = ""] = process.argv.slice(2);
const now = () => new Date("2026-08-22T14:55:00Z");
const store = await openStore({ file, history: { seconds: 600, revisions: 1000 }, now, program });

async function names(): Promise<string> {
  const { revisions } = await store.list({ kind: "things", limit: 9 });
  return revisions.map(({ key }) => key.name).join();
}

async function make(name: string): Promise<string> {
  const key = { kind: "things", namespace: "a", name };
  const change = { key, type: "added", replaces: undefined, metadata: "{}", body: "", digest: undefined } as const;
  try {
    return (await store.commit(change)).ok ? "stored" : "refused";
  } catch (error) {
    return (error as Error).name;
  }
}

const found = [await names(), await make("b"), await names()];
execFileSync("prlimit", ["--pid", String(process.pid), "--fsize=unlimited"]);
found.push(await make("c"), await names());
await store.close();
process.stdout.write(JSON.stringify(found));
