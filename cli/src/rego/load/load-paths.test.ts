import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadBundle } from "./load-bundle.ts";
import { loadPaths } from "./load-paths.ts";
import { Loaded } from "./loaded.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-load-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function files(texts: Record<string, string | Buffer>): void {
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function load(paths: string[], ignore: string[] = []): Loaded {
  const loaded = new Loaded();
  loadPaths(paths, loaded, { ignore, v0Compatible: false });
  return loaded;
}

it("puts data under the names of the folders between, and leaves out what it does not know", () => {
  files({ "a.json": '{"a": 1}', "x/y/b.yaml": "b: yes", "x/p.rego": "package p", "x/readme.md": "no" });
  const { data, modules, problems } = load([folder]);
  expect(data).toEqual({ a: 1, x: { y: { b: "yes" } } });
  expect(modules).toEqual([{ name: join(folder, "x/p.rego"), source: "package p" }]);
  expect(problems).toEqual([]);
});

it("puts data where a prefix says, and reads a file that is named for what it is", () => {
  files({ "a.json": '{"a": 1}', odd: "package odd", other: "k: v" });
  const { data, modules } = load([`x.y:${join(folder, "a.json")}`, join(folder, "odd"), join(folder, "other")]);
  expect(data).toEqual({ x: { y: { a: 1 } }, k: "v" });
  expect(modules.map(({ source }) => source)).toEqual(["package odd"]);
});

it("leaves out names that are to be ignored, but not what is named itself", () => {
  files({ ".git/a.json": '{"a": 1}', "b_test.json": '{"b": 1}', "c.json": '{"c": 1}' });
  expect(load([folder], [".*", "*_test.*"]).data).toEqual({ c: 1 });
  expect(load([join(folder, "c.json")], ["c.json"]).data).toEqual({ c: 1 });
});

it("keeps members called like parts of JavaScript's objects", () => {
  files({ "a.json": '{"__proto__": {"x": 1}, "constructor": 2}', "b.json": '{"__proto__": {"y": 2}}' });
  const { data } = load([folder]);
  expect(JSON.stringify(data)).toBe('{"__proto__":{"x":1,"y":2},"constructor":2}');
});

it("says what could not be read, and which files disagree", () => {
  files({ "a.json": '{"a": {"b": 1}}', "b.json": '{"a": {"b": 2}}', "c.json": "{", "d.json": "[1]" });
  const at = (name: string) => join(folder, name);
  expect(load([at("a.json"), at("b.json"), at("d.json"), at("gone.json")]).problems).toEqual([
    { message: `${at("b.json")}: merge error: conflicting values at data.a.b, also defined in ${at("a.json")}` },
    { message: `${at("d.json")}: document must be of type object` },
    { message: `stat ${at("gone.json")}: no such file or directory` },
  ]);
  expect(load([at("c.json")]).problems[0]?.message).toMatch(/c\.json: /);
});

it("refuses policies and YAML that are no UTF-8, and names the line", () => {
  const illegal = (text: string) => Buffer.from(text, "latin1");
  files({ "p.rego": illegal('package p\n\nq := "é"'), "a.yaml": illegal("a: é"), "b.json": illegal('{"b": "é"}') });
  const at = (name: string) => join(folder, name);
  const { data, problems } = load([at("p.rego"), at("a.yaml"), at("b.json")]);
  expect(problems).toEqual([
    { message: `${at("p.rego")}: line 3: illegal utf-8 character` },
    { message: `${at("a.yaml")}: error converting YAML to JSON: line 1: illegal utf-8 character` },
  ]);
  expect(data).toEqual({ b: "\ufffd" });
});

it("refuses documents that cannot be held", () => {
  const deep = `${"[".repeat(100_000)}1.5${"]".repeat(100_000)}`;
  files({ "deep.json": `{"a": ${deep}}`, "number.json": '{"a": 1e999999999}', "circle.yaml": "a: &x [*x]" });
  const at = (name: string) => join(folder, name);
  expect(load([at("deep.json"), at("number.json"), at("circle.yaml")]).problems).toEqual([
    { message: `${at("deep.json")}: nested too deep` },
    { message: `${at("number.json")}: invalid number: number too big` },
    { message: `${at("circle.yaml")}: error converting YAML to JSON: yaml: an anchor's value contains itself` },
  ]);
});

it("names the file of a bundle that cannot be read", () => {
  files({ "x/data.json": "{" });
  const loaded = new Loaded();
  loadBundle(folder, loaded, []);
  expect(loaded.problems[0]?.message).toContain(`${join(folder, "x/data.json")}: `);
});

it("reads of a bundle only data files of the right name", () => {
  files({ "x/data.json": '{"a": 1}', "x/other.json": '{"b": 1}', "data.yaml": "c: 2", "p.rego": "package p" });
  const loaded = new Loaded();
  loadBundle(folder, loaded, []);
  expect(loaded.data).toEqual({ c: 2, x: { a: 1 } });
  expect(loaded.modules).toHaveLength(1);
});
