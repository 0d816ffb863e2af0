import { expect, it } from "vitest";
import { remarks } from "./remarks.ts";

const remark = (file: string, line?: number) => ({ file, line, message: "is odd" });
const nothing = { unreadable: [], repeated: [], repeatedKeys: [], unknownTypes: [], notes: [], skipped: [] };

it("says nothing when there is nothing to say", () => {
  expect(remarks(nothing, false)).toBe("");
});

it("lists what could not be read, and counts what was left out", () => {
  const said = remarks({ ...nothing, unreadable: [remark("a", 2), remark("b")], notes: [remark("c", 1)] }, false);
  expect(said).toBe(
    "Not read, and not scanned (2):\n  a:2: is odd\n  b: is odd\n" +
      "1 document is no Kubernetes object; --verbose lists them.\n",
  );
});

it("shortens what is defined twice, unless everything was asked for", () => {
  const repeated = Array.from({ length: 7 }, (_, index) => remark(`f${index}`, 1));
  expect(remarks({ ...nothing, repeated }, false)).toMatch(/f4:1: is odd\n {2}… 2 more; --verbose lists them\.\n$/);
  expect(remarks({ ...nothing, repeated }, true)).toMatch(/f6:1: is odd\n$/);
});

it("names objects of types that Kubernetes does not have", () => {
  expect(remarks({ ...nothing, unknownTypes: [remark("a.yaml", 1)] }, false)).toBe(
    "Unknown to Kubernetes, and not judged as what they look like (1):\n  a.yaml:1: is odd\n",
  );
});

it("names rules that could not be asked, and why", () => {
  const skipped = [{ rule: "endless", reason: "limit reached: deadline" }];
  expect(remarks({ ...nothing, skipped }, false)).toBe(
    "Rules that could not be asked about everything (1):\n  endless: limit reached: deadline\n",
  );
});

it("names exceptions that could not be used, and why", () => {
  const skippedExceptions = [{ exception: "SecurityException shop/known", reason: "no control C-9999" }];
  expect(remarks({ ...nothing, skippedExceptions }, false)).toBe(
    "Exceptions that could not be used, as a whole or in part (1):\n  SecurityException shop/known: no control C-9999\n",
  );
});
