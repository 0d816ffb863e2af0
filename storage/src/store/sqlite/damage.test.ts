import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { writerProgram } from "../../testing/test-server.ts";
import { key, put } from "../contract/made.ts";
import { openStore } from "./open-store.ts";
import { startWriter } from "./writer.ts";

const pageBytes = 4096;
const now = () => new Date("2026-08-22T14:55:00Z");

it("says that history cannot be forgotten where a page is damaged, and goes on writing", async () => {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "storage.sqlite");
  const history = { seconds: 600, revisions: 1 };
  const store = await openStore({ file, history, now, program: writerProgram });
  for (let i = 10; i < 30; i += 1) await put(store, key("a", `n${i}`), undefined, `body-${i}`.repeat(200));
  await store.close();
  const bytes = readFileSync(file);
  const damagedAt = Math.floor(bytes.indexOf("body-20") / pageBytes) * pageBytes;
  writeFileSync(file, bytes.fill(0xff, damagedAt, damagedAt + pageBytes));

  const told: string[] = [];
  const options = { file, history, openedAt: now().getTime() };
  const writer = await startWriter(writerProgram, options, { now, damaged: (message) => told.push(message) });
  writer.compact();
  const change = { key: key("a", "later"), type: "added", replaces: undefined } as const;
  const made = await writer.commit({ ...change, metadata: "{}", digest: undefined, body: "" }, () => {});
  expect(made).toHaveProperty("resourceVersion");
  expect(told).toEqual(["database disk image is malformed"]);
  await writer.close();
});
