import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { control, scanOf, sourced } from "../result/build-scan.ts";
import { summarise } from "../result/summarise.ts";
import { fixesText, fixFiles } from "./fix-files.ts";

const { signal } = new AbortController();
const id = "/v1/shop/Pod/shell";
const before = "# mine\nkind: Pod\nmetadata: {name: shell, namespace: shop}\nspec:\n  hostNetwork: true\n";
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-fix-"));
  file = join(folder, "pod.yaml");
  writeFileSync(file, before);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function resources(place = file) {
  const paths = [
    { fixPath: "spec.hostNetwork", fixPathValue: "false" },
    { fixPath: "spec.user", fixPathValue: "YOUR_VALUE" },
    { fixPath: "spec.type", fixPathValue: "ClusterIP", resourceID: "/v1/shop/Service/shell" },
  ];
  const selection = { controls: [control("C-0041")], frameworks: [] };
  return summarise([scanOf(id, { "C-0041": { status: "failed", paths } })], selection, [sourced(id, place, 2)])
    .resources;
}

it("shows what is certain as a patch and leaves the file as it is", async () => {
  const fixes = await fixFiles(resources(), { apply: false, signal });

  expect(fixes.patch.split("\n").filter((line) => /^[-+] /.test(line))).toEqual([
    "-  hostNetwork: true",
    "+  hostNetwork: false",
  ]);
  expect(readFileSync(file, "utf8")).toBe(before);
  expect(fixesText(fixes, { apply: false })).toBe(
    "1 change in 1 file; --apply writes them.\n2 findings need a decision of yours: see scan --verbose.\n",
  );
});

it("writes the patch as git does, so that it is applied without flags", async () => {
  const { patch } = await fixFiles(resources(), { apply: false, signal });
  const name = file.slice(1);

  expect(patch.split("\n").slice(0, 2)).toEqual([`--- a/${name}`, `+++ b/${name}`]);
});

it("ends a name with blanks as git does, without which patch takes its first word for it", async () => {
  const named = join(folder, "my pod.yaml");
  writeFileSync(named, before);
  const { patch } = await fixFiles(resources(named), { apply: false, signal });
  const name = named.slice(1);

  expect(patch.split("\n").slice(0, 2)).toEqual([`--- a/${name}\t`, `+++ b/${name}\t`]);
});

it("writes the file, keeps its mode, and leaves a link a link", async () => {
  chmodSync(file, 0o640);
  const link = join(folder, "link.yaml");
  symlinkSync(file, link);
  const { patch } = await fixFiles(resources(link), { apply: true, signal });

  expect(patch).toBe("");
  expect(readFileSync(file, "utf8")).toBe(before.replace("true", "false"));
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

it("counts what came from no file as left", async () => {
  expect(await fixFiles(resources("stdin"), { apply: true, signal })).toMatchObject({ made: 0, files: 0, left: 3 });
});
