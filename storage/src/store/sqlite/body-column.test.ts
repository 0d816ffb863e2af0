import { zstdCompressSync } from "node:zlib";
import { expect, it } from "vitest";
import { fromBodyColumn, toBodyColumn } from "./body-column.ts";

it.each([0, 1, 255, 256, 16_383, 16_384, 65_791, 65_792, 3_000_000])("gives back a text of %i characters", (length) => {
  const body = "ä".repeat(length);
  expect(fromBodyColumn(toBodyColumn(body))).toBe(body);
  expect(fromBodyColumn(zstdCompressSync(body))).toBe(body);
});

it("keeps small texts as they are, and packs large ones", () => {
  expect(toBodyColumn("small")).toBe("small");
  expect(toBodyColumn("large".repeat(4000)).length).toBeLessThan(1000);
});
