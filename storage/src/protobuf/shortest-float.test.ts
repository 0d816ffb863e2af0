import { expect, it } from "vitest";
import { randomNumbers } from "../testing/random.ts";
import { shortestFloat } from "./shortest-float.ts";

// As encoding/json of Go 1.26 writes a float32.
it.each([
  [0.1, 0.1],
  [-7.5, -7.5],
  [2659758.25, 2659758.2],
  [2659758.75, 2659758.8],
  [18641.5625, 18641.562],
  [-3850662.25, -3850662.2],
  [16777216, 16777216],
  [268435488, 268435500],
  [3.4028234663852886e38, 3.4028235e38],
  [1.401298464324817e-45, 1e-45],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
])("is of %d as 32 bits have it %d", (value, short) => {
  expect(shortestFloat(Math.fround(value))).toBe(short);
});

it("is the same number of 32 bits, whichever it is", () => {
  const random = randomNumbers(3);
  const bits = new DataView(new ArrayBuffer(4));
  for (let round = 0; round < 20_000; round += 1) {
    bits.setUint32(0, Math.floor(random() * 2 ** 32));
    const value = bits.getFloat32(0);
    expect(Math.fround(shortestFloat(value))).toBe(value);
  }
});
