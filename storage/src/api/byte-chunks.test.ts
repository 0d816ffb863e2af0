import { expect, it } from "vitest";
import { byteChunks } from "./byte-chunks.ts";

it("puts texts and bytes one behind the other, whatever their sizes", () => {
  const chunks = byteChunks(64);
  const written: Uint8Array[] = [];
  const pieces = ["", "a", "größe", "x".repeat(100), Buffer.from("bytes"), Buffer.alloc(40, "y"), "z".repeat(21), "€€"];
  for (const piece of [...pieces, ...pieces]) {
    chunks.put(piece);
    written.push(...chunks.full());
  }
  written.push(...chunks.rest());
  const once = pieces.map(String).join("");
  expect(Buffer.concat(written).toString()).toBe(once + once);
});

it("fills chunks, and hands on large bytes as they are", () => {
  const chunks = byteChunks(30);
  for (let count = 0; count < 10; count += 1) chunks.put("12345");
  expect(chunks.full().map((chunk) => chunk.length)).toEqual([20, 20]);
  const large = Buffer.alloc(15);
  chunks.put(large);
  const [before, same] = chunks.full();
  expect(before?.length).toBe(10);
  expect(same).toBe(large);
  expect(chunks.rest()).toEqual([]);
});
