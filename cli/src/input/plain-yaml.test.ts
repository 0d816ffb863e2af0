import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readFullYaml } from "./full-yaml.ts";
import { readPlainYaml } from "./plain-yaml.ts";
import { splitDocuments } from "./yaml-documents.ts";

const repository = join(import.meta.dirname, "../../..");

/** What the plain reader makes of each document that it reads. It is held to what the full one makes of the same. */
function readAlike(text: string): unknown[] {
  return splitDocuments(text).flatMap((document) => {
    const plain = readPlainYaml(document);
    if (plain === undefined) return [];
    expect(inJson(plain), document.body).toEqual(inJson(readFullYaml(document)));
    return [plain.value];
  });
}

/** Scanned is what JSON can say. */
function inJson(read: ReturnType<typeof readFullYaml>): unknown {
  if (read === undefined || "problem" in read || read.value === null) return read && "problem" in read ? read : null;
  const { value, line, lineOf } = read;
  return { text: JSON.stringify(value), line, lines: listIn(value).map((_, index) => lineOf(index)) };
}

function listIn(value: unknown): unknown[] {
  const list: unknown = typeof value === "object" && value !== null && "items" in value ? value.items : value;
  return Array.isArray(list) ? list : [];
}

const files = globSync(["policies/{controls,frameworks,rules}/**/*.yaml", "examples/**/*.yaml", "charts/**/*.yaml"], {
  cwd: repository,
});

it("reads most YAML of this repository as all of YAML's rules do, with the same lines", { timeout: 60_000 }, () => {
  // Some thousand small files say the same as all of them.
  const sample = files.filter((_, index) => index % 4 === 0);
  const documents = sample.map((file) => readFileSync(join(repository, file), "utf8")).flatMap(splitDocuments);
  const plain = documents.flatMap(({ body }) => readAlike(body));
  expect(plain.length).toBeGreaterThan(documents.length * 0.9);
});

it.each([
  ["plain text", "a: b\nc: d e\n"],
  ["text over several lines", "a:\n  b\n  c\n\n  d\ne: f\n"],
  ["quoted text", "a: \"x\\ty\"\nb: 'it''s'\nc: \"yes\"\nd: '0644'\n"],
  ["blocks of text", "a: |\n  t\n   u\n\n  v\nb: >-\n  x\n  y\n\n  z\nc: |+\n  k\n\n\nd: |2\n    in\n"],
  ["numbers", "a: 1\nb: -3\nc: 0\nd: 1.10\ne: 0644\nf: 123456789012345\ng: 0.5\nh: -0\n"],
  [
    "what only looks like a number",
    "a: 1Gi\nb: 10.0.0.1\nc: 100m\nd: 2024-01-01\ne: 12:30\nf: 0o17\ng: v1\nh: 1.2.3\n",
  ],
  ["words", "a: true\nb: false\nc: null\nd: ~\ne:\nf: nullable\ng: yesterday\nh: none\n"],
  ["keys that look like something else", "1: a\nyes: b\nnull: c\n0x10: d\n1.50: e\n~: f\n"],
  ["a list of objects", "kind: List\nitems:\n\n- a: 1\n\n# b\n- b:\n    c: 2\n"],
  ["lists in lists", "- a\n- b: 1\n  c: 2\n- - d\n  -\n    - e\n"],
  ["brackets", "a: {}\nb: []\nc: [x, 'y', {z: 1, }, ]\nd: {\n  e: [f,\n g]\n  }\nh: 1\n"],
  ["JSON", '{"a": [1, "b", {"c": null}],\n "d": true}\n'],
  ["comments", "# a\n---\n# b\na: b # c\n# d\ne: '#f'\ng: h#i\n"],
  ["line ends of Windows", "a: b\r\nc:\r\n  - d\r\ne: |\r\n  f\r\n  g\r\n"],
  ["characters of other scripts", 'ключ: значение\nb: "\\u00e9"\nc: 日本\u2028語\n'],
])("reads %s", (_what, text) => {
  expect(readAlike(text)).toHaveLength(1);
});

it.each([
  ["an alias", "a: &x 1\nb: *x\n"],
  ["a merge key", "a: {<<: {b: 1}}\n"],
  ["a tag", "a: !!str 1\n"],
  ["a directive", "%YAML 1.2\n---\na: yes\n"],
  ["a key that is there twice", "a: 1\na: 2\n"],
  ["a key that is a map", "{a: 1}: b\n"],
  ["a name of a template", "name: {{ .Values.name }}\n"],
  ["words of version 1.1", "a: yes\n"],
  ["other numbers", "a: 0x1f\n"],
  ["numbers with more digits than a number has", "a: 12345678901234567890\n"],
  ["underscores", "a: 1_000\n"],
  ["a key that every object has", "__proto__: {a: 1}\n"],
  ["a carriage return alone", "a: b\rc: d\n"],
  ["text behind a bracket", "a: [b]c: 2\n"],
  ["an end before the start", "...\na: b\n"],
  ["a line with nothing but a tab", "a: |\n  b\n\t\n"],
  ["wrong indentation", "kind: Pod\n  bad: indent\n"],
  ["too many levels", `${"[".repeat(101)}${"]".repeat(101)}`],
])("leaves %s to the other reader", (_what, text) => {
  expect(readAlike(text)).toEqual([]);
});

it("reads what is left of a text with many small changes as the other reader does", () => {
  const texts = ["a: 1\nb:\n  - x\n  - y: z\n", "a: |\n  t\n   u\n\nb: >\n  x\n\n  z\n", "a: {b: c, d: [e, f]}\n"];
  const parts = [
    " ",
    "\n",
    "\t",
    ": ",
    "- ",
    " #",
    "'",
    '"',
    "|",
    ">",
    "{",
    "]",
    ",",
    "&a ",
    "*a",
    "? ",
    "\r\n",
    "~",
    "1_0",
  ];
  for (const text of texts) {
    for (let at = 0; at <= text.length; at++) {
      for (const part of parts) readAlike(text.slice(0, at) + part + text.slice(at + (at % 2)));
    }
  }
});
