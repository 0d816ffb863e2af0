import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readTemplate } from "./read-template.ts";

const dir = mkdtempSync(join(tmpdir(), "sortie-templates-"));
const file = join(dir, "config-scan.yaml");
afterAll(() => rmSync(dir, { recursive: true }));

const manifest = (container: string) => `spec: {template: {spec: {containers: [${container}]}}}`;

it("has none where the folder holds no file of that name", async () => {
  rmSync(file, { force: true });
  expect(await readTemplate(dir, "config-scan", { needsImage: true })).toBeUndefined();
});

it("needs an image only where Kubernetes runs it", async () => {
  writeFileSync(file, manifest('{command: ["scan"]}'));
  expect(await readTemplate(dir, "config-scan", { needsImage: false })).toMatchObject({ spec: { backoffLimit: 2 } });
  await expect(readTemplate(dir, "config-scan", { needsImage: true })).rejects.toThrow(
    /config-scan\.yaml: .*image is needed[\s\S]*spec\.template\.spec\.containers\[0\]\.image/,
  );
});

it.each<[what: string, text: string, message: RegExp]>([
  ["what is no YAML, with the line", "spec: [", /config-scan\.yaml: is no YAML: .* at line 1/],
  ["an empty file", "", /config-scan\.yaml: .*expected object/],
  [
    "two containers",
    manifest("{image: a}, {image: b}"),
    /exactly one container[\s\S]*at spec\.template\.spec\.containers/,
  ],
  [
    "a wrong deadline",
    "spec: {activeDeadlineSeconds: 0, template: {spec: {containers: [{image: a}]}}}",
    /at spec\.activeDeadlineSeconds/,
  ],
])("refuses %s", async (_what, text, message) => {
  writeFileSync(file, text);
  await expect(readTemplate(dir, "config-scan", { needsImage: true })).rejects.toThrow(message);
});

it("does not take a folder that is not there for one without templates", async () => {
  const away = join(dir, "away");
  await expect(readTemplate(away, "config-scan", { needsImage: true })).rejects.toThrow(
    `JOB_TEMPLATES_DIR ${away}: no such file or directory`,
  );
});
