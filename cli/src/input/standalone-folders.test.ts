import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findFiles } from "./find-files.ts";
import { standaloneFolders } from "./standalone-folders.ts";
import { templateSources } from "./template-sources.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "folders-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function found(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { files: plain, rendered } = findFiles(folder);
  const shown = (path: string) => relative(folder, path);
  return { plain: plain.map(shown), rendered: standaloneFolders(rendered).map((one) => shown(one.folder)) };
}

it("takes a chart for what it makes, with everything below it", () => {
  const files = {
    "shop/Chart.yaml": "name: shop",
    "shop/values.yaml": "",
    "shop/templates/a.yaml": "{{ }}",
    "b.yaml": "",
  };
  expect(found({ ...files, "shop/charts/sub/Chart.yaml": "name: sub" })).toEqual({
    plain: ["b.yaml"],
    rendered: ["shop"],
  });
});

it("leaves out what is nothing by itself: library charts, components, and bases of what was found", () => {
  expect(
    found({
      "lib/Chart.yaml": "name: lib\ntype: library\n",
      "app/base/kustomization.yaml": "resources: [deployment.yaml]",
      "app/base/deployment.yaml": "kind: Deployment",
      "app/overlays/prod/kustomization.yml": "resources:\n  - ../../base\ncomponents: [../../extra]\n",
      "app/overlays/test/Kustomization": "bases: [../../base]",
      "app/extra/kustomization.yaml": "kind: Component",
      "broken/kustomization.yaml": "resources: [",
    }),
  ).toEqual({ plain: [], rendered: ["app/overlays/prod", "app/overlays/test", "broken"] });
});

it("finds kustomizations below another that does not use them", () => {
  const files = {
    "kustomization.yaml": "resources: [a.yaml]",
    "a.yaml": "",
    "other/kustomization.yaml": "",
    "other/b.yaml": "",
  };
  expect(found(files)).toEqual({ plain: [], rendered: ["", "other"] });
});

it("tells the template of each line, in the chart's folder", () => {
  const text =
    "---\n# Source: shop/templates/a.yaml\n# Source: x/../../etc/passwd\nkind: A\n---\n# Source: shop/charts/sub/templates/b.yaml\nkind: B\n";
  const sourceOf = templateSources(text, "charts/my-shop");
  expect([1, 4, 7].map(sourceOf)).toEqual([
    undefined,
    "charts/my-shop/templates/a.yaml",
    "charts/my-shop/charts/sub/templates/b.yaml",
  ]);
});
