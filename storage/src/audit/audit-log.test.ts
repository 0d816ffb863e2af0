import { readFileSync, rmSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { createLogger } from "@sortie/process";
import { expect, it, vi } from "vitest";
import { paths } from "../testing/scans.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { openTestServer } from "../testing/test-server.ts";
import { openAuditLog } from "./audit-log.ts";

// No small disk can be asked to be full in the middle of a line, so a write is cut off here.
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return { ...real, appendFile: vi.fn(real.appendFile) };
});

it("leaves no half a line behind that a full disk has taken, to which the next would be added", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "audit.log");
  const audit = openAuditLog(file, 1, createLogger("storage", "silent"));
  await using server = await openTestServer({ answered: audit.note });
  const ask = async (name: string) => {
    await server.send("GET", `${paths.summaries("shop")}/${name}`);
    await audit.close();
  };
  await ask("one");
  const { appendFile: append } = await vi.importActual<typeof import("node:fs/promises")>("node:fs/promises");
  vi.mocked(appendFile).mockImplementationOnce(async (to, text) => {
    await append(to, (text as string).slice(0, 100));
    throw new Error("ENOSPC: no space left on device");
  });
  await ask("two");
  await ask("three");
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).objectRef.name)).toEqual(["one", "three"]);
  rmSync(folder, { recursive: true });
});
