import { expect, it } from "vitest";
import { control, scanOf, sourced } from "../result/build-scan.ts";
import { summarise } from "../result/summarise.ts";
import { coloured, plain } from "../terminal/style.ts";
import { prettyReport } from "./report.ts";
import type { Scanned, View } from "./view.ts";

const container = "spec.template.spec.containers[0].securityContext";
const shell = "/v1/shop-ops/Pod/support-shell";
const cart = "apps/v1/shop/Deployment/cart";

/** Two bad resources and a good one; one control is skipped and one has nothing to look at. */
const scans = [
  scanOf("apps/v1/shop/Deployment/storefront", { "C-0057": { status: "passed" }, "C-0016": { status: "passed" } }),
  scanOf(cart, {
    "C-0057": { status: "passed" },
    "C-0016": {
      status: "failed",
      paths: [{ fixPath: `${container}.allowPrivilegeEscalation`, fixPathValue: "false" }],
    },
    "C-0017": { status: "failed", paths: [{ fixPath: `${container}.readOnlyRootFilesystem`, fixPathValue: "true" }] },
  }),
  scanOf(shell, {
    "C-0057": {
      status: "failed",
      paths: [
        {
          failedPath: "spec.containers[0].securityContext.privileged",
          deletePath: "spec.containers[0].securityContext.privileged",
        },
      ],
    },
    "C-0041": { status: "failed", paths: [{ failedPath: "spec.hostNetwork", reviewPath: "spec.hostNetwork" }] },
    "C-0099": { status: "skipped", info: "the input trustedRegistries is empty" },
  }),
];
const objects = [
  sourced("apps/v1/shop/Deployment/storefront", "shop/10-storefront.yaml", 20),
  sourced(cart, "shop/30-cart.yaml", 2),
  sourced(shell, "shop/70-operations.yaml", 97, {
    spec: { hostNetwork: true, containers: [{ securityContext: { privileged: true } }] },
  }),
];
const framework = { name: "NSA", description: "", typeTags: [], scanningScope: [], controlNames: {} };
const selection = {
  controls: ["C-0016", "C-0017", "C-0041", "C-0057", "C-0088", "C-0099"].map((id) => control(id)),
  frameworks: [{ ...framework, partial: true, controls: ["C-0016", "C-0057"] }],
};
const summary = summarise(scans, selection, objects);

const scanned: Scanned = {
  source: { type: "files", paths: ["my shop"] },
  flags: [],
  name: "my shop",
  objects: 5,
  durationSeconds: 1.24,
  program: "sortie",
};
const view: View = { style: plain, width: 90, verbose: false };

it.each<[golden: string, view: View]>([
  ["plain", view],
  ["narrow", { ...view, width: 60 }],
  ["verbose", { ...view, verbose: true }],
  ["coloured", { ...view, style: coloured }],
])("prints the %s report", async (golden, view) => {
  await expect(prettyReport(summary, scanned, view)).toMatchFileSnapshot(`testdata/${golden}.txt`);
});

it("says so when there is nothing to fix, and what else to try", async () => {
  const fine = summarise(scans.slice(0, 1), { controls: [control("C-0057")], frameworks: [] }, objects);
  const example: Scanned = {
    ...scanned,
    source: { type: "example" },
    flags: [],
    name: "examples/online-shop",
    program: "npm start --",
  };
  await expect(prettyReport(fine, example, view)).toMatchFileSnapshot("testdata/nothing-to-fix.txt");
});

it("suggests no path that would be taken for a flag", () => {
  const report = prettyReport(summary, { ...scanned, source: { type: "files", paths: ["-odd"] } }, view);
  expect(report).toContain("sortie scan ./-odd --verbose");
});

it("shows the worst of many, and says how many more there are", () => {
  const many = Array.from({ length: 5 }, (_, index) =>
    scanOf(`/v1/shop/Pod/p${index}`, { "C-0057": { status: "failed" } }),
  );
  const report = prettyReport(summarise(many, { controls: [control("C-0057")], frameworks: [] }, []), scanned, view);
  expect(report).toContain("Pod shop/p2");
  expect(report).not.toContain("Pod shop/p3");
  expect(report).toContain("2 more resources have something to fix; --verbose shows all.");
});

it("never shows a value that could be a credential", () => {
  const object = sourced(shell, "a.yaml", 1, {
    spec: { containers: [{ env: [{ name: "PASSWORD", value: "hunter2" }] }] },
  });
  const finding = scanOf(shell, {
    "C-0012": { status: "failed", paths: [{ failedPath: "spec.containers[0].env[0].value" }] },
  });
  const report = prettyReport(
    summarise([finding], { controls: [control("C-0012")], frameworks: [] }, [object]),
    scanned,
    view,
  );
  expect(report).toContain("spec.containers[0].env[0].value");
  expect(report).not.toContain("hunter2");
});
