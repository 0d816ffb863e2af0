import { expect, it } from "vitest";
import { createLogger } from "./logger.ts";

it("cuts credentials out of a line wherever a call site put them", () => {
  const lines: string[] = [];
  const log = createLogger("test", "info", { write: (line) => lines.push(line) });
  log.info({ token: "s3cret", request: { headers: { authorization: "s3cret" } }, command: { args: "s3cret" } }, "sent");
  expect(lines.join("")).not.toContain("s3cret");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ name: "test", level: "info", msg: "sent", token: "[redacted]" });
});
