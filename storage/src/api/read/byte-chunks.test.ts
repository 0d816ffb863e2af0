import { expect, it } from "vitest";
import { byteChunks, type Chunk, contentOf } from "./byte-chunks.ts";

const pieces = ["", "a", "größe", "x".repeat(100), Buffer.from("bytes"), Buffer.alloc(40, "y"), "z".repeat(21), "€€"];
const once = pieces.map(String).join("");

it("puts texts and bytes one behind the other, whatever their sizes", () => {
  const chunks = byteChunks(64);
  const written: string[] = [];
  const take = (chunk: Chunk) => {
    written.push(contentOf(chunk).toString("latin1"));
    chunks.giveBack(chunk);
  };
  for (const piece of [...pieces, ...pieces]) {
    chunks.put(piece);
    for (let chunk = chunks.full(); chunk; chunk = chunks.full()) take(chunk);
  }
  take(chunks.rest());
  expect(Buffer.from(written.join(""), "latin1").toString()).toBe(once + once);
  expect(new Set(written.slice(0, -1).map((text) => text.length))).toEqual(new Set([64]));
});

it("fills memory again that is given back, and releases what it does not need", () => {
  const chunks = byteChunks(10);
  const taken: Chunk[] = [];
  const fill = (count: number) => {
    chunks.put("x".repeat(count * 10));
    for (let chunk = chunks.full(); chunk; chunk = chunks.full()) taken.push(chunk);
  };
  fill(5);
  const memories = taken.splice(0).map((chunk) => {
    const { memory } = chunk;
    chunks.giveBack(chunk);
    return memory;
  });
  expect(memories.map(({ length }) => length > 0)).toEqual([true, true, false, false]);
  fill(3);
  expect(taken.map(({ memory }) => memories.includes(memory))).toEqual([false, true, true]);
});
