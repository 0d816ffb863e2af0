import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, it } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { writerProgram } from "../../testing/test-server.ts";
import type { WrittenChange } from "./commit-batch.ts";
import { restingWriter } from "./resting-writer.ts";
import { startWriter, type Writer } from "./writer.ts";

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

it("has no thread before the first change, one for many, none after a while, and a new one for the next", async () => {
  const { writer, starts, rested } = openWriter();
  expect(starts()).toBe(0);
  const results = await Promise.all(["a", "b", "c"].map((name) => write(writer, name)));
  await rested();
  expect(await write(writer, "d")).toBe((results[2] ?? 0) + 1);
  expect(starts()).toBe(2);
});

it("keeps the order of changes that come while it wakes up", async () => {
  const { writer, rested } = openWriter();
  await write(writer, "first");
  await rested();
  const settled: number[] = [];
  const names = Array.from({ length: 20 }, (_, index) => `x${index}`);
  const results = await Promise.all(names.map((name) => write(writer, name, (number) => settled.push(number))));
  expect(settled).toEqual(results);
  expect(results).toEqual(results.toSorted((a, b) => a - b));
});

it("forgets history also while it rests, when it leaves the window", async () => {
  const { writer, rested, clock, revisions } = openWriter();
  const first = await write(writer, "x");
  await write(writer, "x", () => {}, first);
  await rested();
  writer.compact();
  expect(revisions()).toBe(2);
  clock.now = new Date(clock.now.getTime() + 601_000);
  writer.compact();
  await rested();
  expect(revisions()).toBe(1);
});

it("starts again when it could not be started", async () => {
  const { writer, refuse } = openWriter();
  refuse(new Error("no more threads"));
  await expect(write(writer, "x")).rejects.toThrow("no more threads");
  expect(await write(writer, "x")).toBeGreaterThan(0);
});

function openWriter() {
  const folder = temporaryFolder();
  const file = join(folder, "storage.sqlite");
  const clock = { now: new Date("2026-08-22T14:55:00Z") };
  const now = () => clock.now;
  const history = { seconds: 600, revisions: 1000 };
  let starts = 0;
  let refusal: Error | undefined;
  let rest = Promise.withResolvers<void>();
  async function start(): Promise<Writer> {
    if (refusal) {
      const error = refusal;
      refusal = undefined;
      throw error;
    }
    starts += 1;
    const writer = await startWriter(
      writerProgram,
      { file, history, openedAt: now().getTime() },
      { now, damaged: () => {} },
    );
    return { ...writer, close: () => writer.close().then(rest.resolve) };
  }
  const writer = restingWriter({ start, now, restAfterSeconds: 0.05, historySeconds: history.seconds });
  ends.push(async () => {
    await writer.close();
    rmSync(folder, { recursive: true });
  });
  return {
    writer,
    clock,
    starts: () => starts,
    rested: async () => {
      await rest.promise;
      rest = Promise.withResolvers();
    },
    refuse: (error: Error) => {
      refusal = error;
    },
    revisions: () => {
      const db = new DatabaseSync(file, { readOnly: true });
      const { count } = db.prepare("SELECT count(*) AS count FROM revisions").get() as { count: number };
      db.close();
      return count;
    },
  };
}

async function write(
  writer: Writer,
  name: string,
  settled: (number: number) => void = () => {},
  replaces?: number,
): Promise<number> {
  const key = { kind: "things", namespace: "a", name };
  const type = replaces === undefined ? "added" : "modified";
  const change: WrittenChange = { key, type, replaces, metadata: "{}", digest: undefined, body: "" };
  const result = await writer.commit(change, (each) => settled("refused" in each ? 0 : each.resourceVersion));
  return "refused" in result ? 0 : result.resourceVersion;
}
