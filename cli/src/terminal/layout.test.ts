import { expect, it } from "vitest";
import { counted, cut, cutMiddle, wrap } from "./layout.ts";
import { printable } from "./printable.ts";

it("cuts at the end, or in the middle", () => {
  expect([cut("storefront", 10), cut("storefront", 6), cut("storefront", 0)]).toEqual(["storefront", "store…", "…"]);
  expect([cutMiddle("a/long/path/x.yaml", 11), cutMiddle("short", 11)]).toEqual(["a/lon….yaml", "short"]);
});

it("wraps at spaces and leaves a long word whole", () => {
  expect(wrap("fix  what\nis broken: incomprehensibilities win", 10)).toEqual([
    "fix what",
    "is broken:",
    "incomprehensibilities",
    "win",
  ]);
  expect(wrap("", 10)).toEqual([]);
});

it("counts things in words", () => {
  expect([counted(1, "control"), counted(0, "control"), counted(1200, "entry", "entries")]).toEqual([
    "1 control",
    "0 controls",
    "1,200 entries",
  ]);
});

it("lets no name move the cursor, set a colour or turn the text around", () => {
  expect(printable("a\u001b[2Jb\rc\u202ed\u0085")).toBe("a�[2Jb�c�d�");
  expect(printable("Grüße 漢字 👋")).toBe("Grüße 漢字 👋");
});
