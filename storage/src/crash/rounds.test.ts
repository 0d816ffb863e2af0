import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openReader } from "../store/sqlite/reader.ts";
import { randomNumbers } from "../testing/random.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { type Acknowledged, type SeenState, verifyDatabase } from "./verify.ts";

const rounds = 200;
/** Long enough for a few hundred changes, short enough for 200 rounds. */
const longestRoundMs = 60;

const folder = temporaryFolder();
const program = join(folder, "write-until-killed.mjs");
const database = join(folder, "storage.sqlite");
const notes = join(folder, "acknowledged");

beforeAll(async () => {
  // From one file it starts in a third of the time.
  const source = join(import.meta.dirname, "..", "..", "testdata", "write-until-killed.ts");
  await build({
    entryPoints: [source],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("has every acknowledged change, whole and in its history, after each of 200 kills in the middle of writing", async () => {
  const random = randomNumbers(1);
  let seen: SeenState | undefined;
  let changes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const begun = await killedWhileWriting(random() * longestRoundMs);
    seen ??= { newest: begun, objects: new Map() };
    const acknowledged = takeNotes();
    seen = verifyDatabase(database, seen, acknowledged);
    changes += acknowledged.length;
  }
  // Most kills hit a program that writes.
  expect(changes).toBeGreaterThan(rounds * 5);
}, 300_000);

/** Returns the resourceVersion that a fresh database begins with. */
async function killedWhileWriting(afterMs: number): Promise<number> {
  const isFresh = !existsSync(database);
  const child = spawn(process.execPath, [program, database, notes, program], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  await once(child.stdout, "data");
  const begun = isFresh ? oldest() : 0;
  await pause(afterMs);
  child.kill("SIGKILL");
  const [code, signal] = (await exited) as [number | null, string | null];
  expect([code, signal]).toEqual([null, "SIGKILL"]);
  return begun;
}

function oldest(): number {
  const reader = openReader(database);
  const { compacted } = reader.position();
  reader.close();
  return compacted;
}

/** A line that was cut off by the kill was never read by anybody. */
function takeNotes(): Acknowledged[] {
  if (!existsSync(notes)) return [];
  const lines = readFileSync(notes, "utf8").split("\n").slice(0, -1);
  rmSync(notes);
  return lines.map((line) => JSON.parse(line) as Acknowledged);
}
