// Opens a database on a disk that has no room for a journal, writes, makes room and writes again. What it finds is its output: as
// the thread that serves finds it, and as another thread that reads.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { readerBeside } from "../src/store/sqlite/open-prepared.ts";
import { openStore } from "../src/store/sqlite/open-store.ts";

const program = join(import.meta.dirname, "..", "src", "main.ts");
const [file = ""] = process.argv.slice(2);
const now = () => new Date("2026-08-22T14:55:00Z");
const store = await openStore({ file, history: { seconds: 600, revisions: 1000 }, now, program });

const beside = readerBeside(file);

async function names(): Promise<string> {
  const range = { kind: "things", limit: 9 };
  const found = [await store.list(range), beside().list(range)];
  return found.map(({ revisions }) => revisions.map(({ key }) => key.name).join()).join(" ");
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
