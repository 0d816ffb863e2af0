import { expect, it } from "vitest";
import { control } from "../result/build-scan.ts";
import { plain } from "../terminal/style.ts";
import { controlList, controlPage } from "./control-texts.ts";

const view = { style: plain, width: 60, verbose: false };
const framework = { name: "NSA", description: "", typeTags: [], scanningScope: [], partial: false, controlNames: {} };

it("lists controls worst first and counts them", () => {
  expect(controlList([control("C-0017"), control("C-0057"), control("C-0041")], view)).toMatchInlineSnapshot(`
    "High      C-0057  Privileged container
    High      C-0041  HostNetwork access
    Low       C-0017  Immutable container filesystem

    3 controls: 2 high, 1 low
    "
  `);
});

it("explains one", () => {
  const page = controlPage(
    control("C-0057", { references: ["https://example.org"] }),
    [
      { ...framework, controls: ["C-0057"] },
      { ...framework, name: "MITRE", controls: ["C-0016"] },
    ],
    view,
  );
  expect(page).toMatchInlineSnapshot(`
    "C-0057  Privileged container
    Severity    High (8 of 10)
    Category    Workload
    Frameworks  NSA
    Rules       rule-of-C-0057

    Why it matters
    Why C-0057 matters, in a sentence that is long enough to be
    wrapped on a narrow terminal.

    How to fix it
    Fix C-0057:

      some: example

    References
    https://example.org
    "
  `);
});
