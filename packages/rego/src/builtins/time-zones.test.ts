import { expect, it } from "vitest";
import { zoneNamed } from "./time-zones.ts";

/** One of many ways to write the capitals of one name, by the bits of `count`. */
function spelled(count: number): string {
  const letters = Array.from("omodrivadavia", (letter, at) => ((count >> at) & 1 ? letter.toUpperCase() : letter));
  return `America/Argentina/C${letters.join("")}`;
}

it("keeps what it takes to look at a zone once for all of its names", () => {
  expect(zoneNamed("US/Pacific").name).toBe("US/Pacific");
  expect(zoneNamed("US/PACIFIC").at).toBe(zoneNamed("America/Los_Angeles").at);
});

it("does not keep every name", () => {
  const first = zoneNamed(spelled(0));
  expect(zoneNamed(spelled(0))).toBe(first);
  for (let count = 1; count <= 1000; count++) zoneNamed(spelled(count));
  expect(zoneNamed(spelled(0))).not.toBe(first);
});
