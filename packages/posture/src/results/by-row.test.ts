import { expect, it } from "vitest";
import { byRow } from "./by-row.ts";

it("makes one value for rows that are the same, wherever they stand", () => {
  const made: number[][] = [];
  const of = byRow((statuses) => {
    made.push([...statuses]);
    return { sum: statuses.reduce((sum, status) => sum + status, 0) };
  });
  const block = Uint8Array.of(1, 2, 3, 1, 2, 3, 1, 2, 255);
  const [first, second, third] = [0, 3, 6].map((start) => of(block.subarray(start, start + 3)));
  expect(second).toBe(first);
  expect(third).toEqual({ sum: 258 });
  expect(made).toEqual([
    [1, 2, 3],
    [1, 2, 255],
  ]);
});

it("keeps so many, and makes those beyond each time", () => {
  let made = 0;
  const of = byRow(() => ++made);
  const rows = Array.from({ length: 2001 }, (_, at) => Uint8Array.of(at >> 8, at & 0xff));
  for (const row of rows) of(row);
  expect([of(rows[0] as Uint8Array), of(rows[1999] as Uint8Array)]).toEqual([1, 2000]);
  expect([of(rows[2000] as Uint8Array), of(rows[2000] as Uint8Array)]).toEqual([2002, 2003]);
});
