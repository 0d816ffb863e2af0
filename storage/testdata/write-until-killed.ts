// Changes objects until it is killed, and notes in a file what has been acknowledged: one line for each change, written
// to the kernel before the next one begins. Its own threads begin here, too, as those of the program do.
import { openSync, writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { storedNumber } from "../src/crash/stored-number.ts";
import { openStore } from "../src/store/sqlite/open-store.ts";
import { runWriterThread } from "../src/store/sqlite/writer-thread.ts";
import type { Revision, RevisionType } from "../src/store/store.ts";

const writers = 8;
const namesEach = 4;

if (isMainThread) await writeUntilKilled();
else runWriterThread();

async function writeUntilKilled(): Promise<void> {
  const [file = "", acknowledged = "", program = ""] = process.argv.slice(2);
  const history = { seconds: 86_400, revisions: 10_000_000 };
  const store = await openStore({ file, history, now: () => new Date(), program });
  const notes = openSync(acknowledged, "a");
  let isWriting = false;

  /** Makes, changes and deletes a few objects, always knowing what it has written. */
  async function write(writer: number): Promise<void> {
    const live = new Map<string, Revision>();
    for (let turn = 0; ; turn += 1) {
      const key = { kind: "things", namespace: "a", name: `w${writer}-${turn % namesEach}` };
      const replaces = live.get(key.name) ?? (await store.get(key));
      const type: RevisionType = replaces === undefined ? "added" : Math.random() < 0.2 ? "deleted" : "modified";
      const text = storedNumber(Math.floor(Math.random() * 1_000_000));
      const committed = await store.commit({ key, type, replaces, ...text });
      if (!committed.ok) throw new Error(`${key.name} was refused: ${committed.reason}`);
      const { revision } = committed;
      writeSync(notes, `${JSON.stringify([key.name, revision.resourceVersion, type, text.digest[0]])}\n`);
      // The thread that writes is there by now.
      if (!isWriting) process.stdout.write("ready\n");
      isWriting = true;
      if (type === "deleted") live.delete(key.name);
      else live.set(key.name, revision);
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
}
