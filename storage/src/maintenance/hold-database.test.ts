import { execFile } from "node:child_process";
import { readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { startStorage } from "../testing/storage-process.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { writerProgram } from "../testing/test-server.ts";
import { holdDatabase } from "./hold-database.ts";

it("serves no database that another process serves, under whatever name, until that one is gone", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "storage.sqlite");
  const link = join(folder, "link");
  symlinkSync(file, link);
  const first = await startStorage(folder);
  const env = { PATH: process.env.PATH ?? "", STORAGE_MODE: "embedded", DATABASE_FILE: link };
  const failure = await promisify(execFile)(process.execPath, [writerProgram], { env }).catch((error) => error);
  expect(failure.code).toBe(70);
  expect(JSON.parse(failure.stdout.trim().split("\n").at(-1)).err.message).toContain(
    `${link}: another process serves it`,
  );
  await first.kill();
  holdDatabase(link)();
  expect(readdirSync(folder).filter((name) => name.includes("lock"))).toEqual(["storage.sqlite.lock"]);
  expect(statSync(`${file}.lock`).size).toBe(0);
  await first[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
}, 120_000);
