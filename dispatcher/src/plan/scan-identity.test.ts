import type { ConfigTarget } from "@sortie/wire";
import { expect, it } from "vitest";
import { scanHashOf } from "./scan-identity.ts";

const everything: ConfigTarget = {
  type: "config",
  includeNamespaces: [],
  excludedNamespaces: [],
  frameworks: [],
  controls: [],
};

it("is the same for names that differ in their case, and for no others", () => {
  const hash = scanHashOf({ ...everything, frameworks: ["NSA"], controls: ["C-0001"] });
  expect(hash).toMatch(/^[0-9a-f]{12}$/);
  expect(scanHashOf({ ...everything, frameworks: ["nsa"], controls: ["c-0001"] })).toBe(hash);
  expect(scanHashOf({ ...everything, frameworks: ["nsa"] })).not.toBe(hash);
  expect(scanHashOf({ ...everything, includeNamespaces: ["Shop"] })).not.toBe(
    scanHashOf({ ...everything, includeNamespaces: ["shop"] }),
  );
});

it("is made once of each target, however often it is asked for", () => {
  let reads = 0;
  const target: ConfigTarget = {
    ...everything,
    get exceptions() {
      reads += 1;
      return undefined;
    },
  };
  expect(scanHashOf(target)).toBe(scanHashOf(target));
  expect(reads).toBe(1);
});
