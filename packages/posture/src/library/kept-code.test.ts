import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sortie-kept-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const module = JSON.stringify(join(import.meta.dirname, "kept-code.ts"));

/** What a process of its own says that makes a function and asks it. */
function asked(folder: string, body = "return a * 2;"): string {
  const program = `
    import { keepingCode } from ${module};
    console.log(keepingCode(${JSON.stringify(folder)}, "name")(["a"], ${JSON.stringify(body)})(21));`;
  return execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }).trim();
}

it("keeps what V8 made of the text when the process ends, and leaves alone what still fits", () => {
  const folder = join(dir, "cache");
  expect(asked(folder)).toBe("42");
  expect(readdirSync(folder)).toEqual(["name"]);
  const { mtimeMs } = statSync(join(folder, "name"));
  expect(asked(folder)).toBe("42");
  expect(statSync(join(folder, "name")).mtimeMs).toBe(mtimeMs);
});

it("replaces what is damaged or not of this V8", () => {
  writeFileSync(join(dir, "name"), "nothing of the kind");
  expect(asked(dir)).toBe("42");
  expect(statSync(join(dir, "name")).size).toBeGreaterThan(100);
});

it("makes the function where nothing can be kept", () => {
  writeFileSync(join(dir, "file"), "");
  chmodSync(dir, 0o500);
  expect(asked(join(dir, "file", "below"))).toBe("42");
});
