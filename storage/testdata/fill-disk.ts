// Fills the disk it is given, has history forgotten, and writes once more. What each attempt came to is its output.
import { join } from "node:path";
import { startWriter } from "../src/store/sqlite/writer.ts";

const program = join(import.meta.dirname, "..", "src", "main.ts");
const [file = ""] = process.argv.slice(2);
const now = () => new Date("2026-08-22T14:55:00Z");
const history = { seconds: 600, revisions: 1 };
const writer = await startWriter(program, { file, history, openedAt: now().getTime() }, { now, damaged: () => {} });

const key = { kind: "things", namespace: "a", name: "x" };
const body = `"value":"${"x".repeat(10_000)}"`;
let replaces: number | undefined;

/** Each state replaces the one before, so that there is much to forget. */
async function write(): Promise<string> {
  const type = replaces === undefined ? "added" : "modified";
  try {
    const result = await writer.commit({ key, type, replaces, metadata: "{}", digest: undefined, body }, () => {});
    if ("refused" in result) return result.refused;
    replaces = result.resourceVersion;
    return "stored";
  } catch (error) {
    return (error as Error).name;
  }
}

let last = "stored";
for (let count = 0; last === "stored" && count < 1000; count += 1) last = await write();
writer.compact();
process.stdout.write(JSON.stringify([last, await write()]));
await writer.close();
