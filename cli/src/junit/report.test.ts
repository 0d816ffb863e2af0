import { expect, it } from "vitest";
import { control, scanOf, sourced } from "../result/build-scan.ts";
import { summarise } from "../result/summarise.ts";
import { junitReport } from "./report.ts";

const cart = "apps/v1/shop/Deployment/cart";
const framework = { name: "NSA", description: "", typeTags: [], scanningScope: [], partial: false, controlNames: {} };
const selection = {
  controls: [control("C-0016"), control("C-0057", { name: 'Privileged <"container">' }), control("C-0041")],
  frameworks: [{ ...framework, controls: ["C-0057", "C-0016"] }],
};
const scans = [
  scanOf(cart, {
    "C-0057": { status: "failed", paths: [{ fixPath: "spec.a", fixPathValue: "false" }] },
    "C-0016": { status: "skipped", info: "needs inputs" },
    "C-0041": { status: "failed" },
  }),
];

it("has a suite for each framework, with failures, reasons for skipping, and places", () => {
  const report = junitReport(summarise(scans, selection, [sourced(cart, "shop/cart.yaml", 3)]), { durationSeconds: 1 });

  expect(report).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="Sortie" tests="2" failures="1" skipped="1" errors="0" time="1.000">
      <testsuite name="NSA" tests="2" failures="1" skipped="1" errors="0">
        <testcase classname="NSA" name="C-0016 Allow privilege escalation">
          <skipped message="needs inputs"/>
        </testcase>
        <testcase classname="NSA" name="C-0057 Privileged &lt;&quot;container&quot;&gt;">
          <failure type="High" message="1 of 1 resources failed">Deployment shop/cart (shop/cart.yaml:3)
      set spec.a = false

    Fix C-0057:

      some: example</failure>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

it("has one suite of all controls when no framework was asked for", () => {
  const report = junitReport(summarise(scans, { ...selection, frameworks: [] }, []), { durationSeconds: 1 });

  expect(report).toContain('<testsuite name="All controls" tests="3" failures="2" skipped="1" errors="0">');
});
