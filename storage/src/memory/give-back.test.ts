import { expect, it } from "vitest";
import { giver } from "./give-back.ts";

it("collects again only when the heap has grown by what is worth the work", () => {
  const megabyte = 1_000_000;
  let heap = 20 * megabyte;
  const left: number[] = [];
  const give = giver({
    heapBytes: () => heap,
    collect: () => {
      heap = 12 * megabyte;
      left.push(heap);
    },
  });
  give();
  give();
  expect(left).toHaveLength(1);
  heap += 2 * megabyte;
  give();
  expect(left).toHaveLength(1);
  heap += megabyte;
  give();
  expect(left).toHaveLength(2);
});
