import { expect, it } from "vitest";
import { StatusRows } from "./status-rows.ts";

it("keeps the highest status of each rule and row, however many there are", () => {
  const rows = new StatusRows(3);
  const numbers = Array.from({ length: 600 }, () => rows.add());
  expect(numbers).toEqual(Array.from({ length: 600 }, (_, number) => number));
  for (const number of numbers) rows.raise(number, number % 3, 2);
  for (const number of numbers) rows.raise(number, 1, 1);
  expect(numbers.map((number) => [...rows.of(number)])).toEqual(
    numbers.map(
      (number) =>
        [
          [2, 1, 0],
          [0, 2, 0],
          [0, 1, 2],
        ][number % 3],
    ),
  );
});

it("shows a row as it is", () => {
  const rows = new StatusRows(2);
  const row = rows.of(rows.add());
  rows.raise(0, 1, 3);
  expect([...row]).toEqual([0, 3]);
});

it("knows rows that were made alone", () => {
  expect(() => new StatusRows(2).of(0)).toThrow("there is no row 0");
});
