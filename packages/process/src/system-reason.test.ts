import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { systemReason } from "./system-reason.ts";

it.each([
  ["/nonexistent/file", "no such file or directory"],
  [import.meta.dirname, "it is a folder"],
  [`${import.meta.filename}/file`, "it is no folder"],
])("says in words why %s cannot be read", (file, reason) => {
  try {
    readFileSync(file);
    expect.unreachable();
  } catch (error) {
    expect(systemReason(error as Error)).toBe(reason);
  }
});

it("leaves the words of other errors as they are", () => {
  expect(systemReason(new Error("it is odd"))).toBe("it is odd");
});
