import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { splitDocuments } from "../yaml-documents.ts";
import { readTwice, runYamlFuzz } from "./fuzz/run-yaml-fuzz.ts";
import { readPlainYaml } from "./read-plain-yaml.ts";

const repository = join(import.meta.dirname, "../../../..");

/** What the plain reader makes of each document that it reads. It is held to what the full one makes of the same. */
function readAlike(text: string): unknown[] {
  return splitDocuments(text).flatMap((document) => {
    const { plain, full } = readTwice(document);
    if (plain === undefined) return [];
    expect(plain, document.body).toBe(full);
    return [readPlainYaml(document)?.value];
  });
}

const files = globSync(["policies/{controls,frameworks,rules}/**/*.yaml", "examples/**/*.yaml", "charts/**/*.yaml"], {
  cwd: repository,
});
// Some thousand small files say the same as all of them.
const sample = files.filter((_, index) => index % 4 === 0).map((file) => readFileSync(join(repository, file), "utf8"));

it("reads most YAML of this repository as all of YAML's rules do, with the same lines", { timeout: 60_000 }, () => {
  const documents = sample.flatMap(splitDocuments);
  const plain = documents.flatMap(({ body }) => readAlike(body));
  expect(plain.length).toBeGreaterThan(documents.length * 0.95);
});

it.each([
  ["plain text", "a: b\nc: d e\n"],
  ["marks within text", "a: b:c d#e -f :g 'h' \"i\" [j] {k} *l &m !n\n--a: -b\nc : d\ne:: f\n"],
  ["text over several lines", "a:\n  b\n  c\n\n  d\ne: f\n   - g\n   & h\n"],
  ["quoted text", "a: \"x\\ty\\/\\x41\\u00e9\"\nb: 'it''s'\nc: \"yes\"\nd: '0644'\n'e f': g\n\"h\" : i\n"],
  ["quoted text over several lines", "a: \"x \n  y\\\n   \\  z\n\n  v\"\nb: 'u \n\n   it''s\n  '\nc:\n  'd\n  e'\n"],
  ["blocks of text", "a: |\n  t\n   u\n\n  v\nb: >-\n  x\n  y\n\n  z\nc: |+\n  k\n\n\nd: |2\n    in\n"],
  [
    "blocks of folded text",
    "a: >\n\n  b\n  c\n\n\n  d\n    e\n\n    f\n  g\nh:\n- >+ # i\n j\n\n- |-\n  k\n  \tl\nm: o\n",
  ],
  ["numbers", "a: 1\nb: -3\nc: 0\nd: 1.10\ne: 0644\nf: 123456789012345\ng: 0.5\nh: -0\n"],
  [
    "what only looks like a number",
    "a: 1Gi\nb: 10.0.0.1\nc: 100m\nd: 2024-01-01\ne: 12:30\nf: 0o18\ng: v1\nh: 1.2.3\ni: .\nj: e5\nk: -e3\n",
  ],
  ["words", "a: true\nb: false\nc: null\nd: ~\ne:\nf: nullable\ng: yesterday\nh: none\n"],
  ["keys that look like something else", "1: a\nyes: b\nnull: c\n0x10: d\n1.50: e\n~: f\ntoString: g\n"],
  ["a list of objects", "kind: List\nitems:\n\n- a: 1\n\n# b\n- b:\n    c: 2\n-\n  c: 3\n"],
  ["lists in lists", "- a\n- b: 1\n  c: 2\n- - d\n  -\n    - e\n-   f: 1\n    g:\n    - h\n"],
  ["brackets", "a: {}\nb: []\nc: [x, 'y', {z: 1, }, ]\nd: {\n  e: [f,\n g]\n  }\nh: 1\n"],
  ["JSON", '{"a": [1, "b", {"c": null}],\n "d": true}\n'],
  ["comments", "# a\n---\n# b\na: b # c\n# d\ne: '#f'\ng: h#i\n"],
  [
    "anchors and aliases",
    "a: &x\n  b: 1\nc: *x\nd:\n  - *x # e\n  - &y_2 f\n  - *y_2\ng: &z [1]\nh: &v |\n  w\ni: *v\n",
  ],
  ["line ends of Windows", "a: b\r\nc:\r\n  - d\r\n  - 'e\r\n\r\n    f'\r\ng: |\r\n  h\r\n  i\r\nj: k\r\n  l\r\n"],
  ["characters of other scripts", 'ключ: значение\nb: "\\u00e9"\nc: 日本\u2028語\n'],
  ["no end of the last line", "a:\n  - b"],
])("reads %s", (_what, text) => {
  expect(readAlike(text)).toHaveLength(1);
});

it.each([
  ["brackets", "a:\n  b: [\n{c: 1,\nd: [e\n]}\n]\nf: {\n}\n", { a: { b: [{ c: 1, d: ["e"] }] }, f: {} }],
  ["quotes", "a:\n  b: 'c\n  d\n\ne'\n  f: \"g\nh\n\"\n", { a: { b: "c d\ne", f: "g h " } }],
])("reads %s that go on in lines that start further left, as kubectl does", (_what, text, value) => {
  expect(splitDocuments(text).map((document) => readPlainYaml(document)?.value)).toEqual([value]);
});

it.each([
  ["an alias as a key", "a: &x 1\n*x : 2\n"],
  ["an alias of what has aliases", "a: &x 1\nb: &y\n  c: *x\nd: *y\n"],
  ["an alias within what it names", "a: &x\n  b: *x\n"],
  ["more aliases than are expanded", `a: &x 1\n${Array.from({ length: 1001 }, (_, key) => `k${key}: *x\n`).join("")}`],
  ["two anchors of one name", "a: &x 1\nb: &x 2\nc: *x\n"],
  ["two anchors of one node", "a: &x &y 1\n"],
  ["an anchor of an element on the line before", "- &x\n  a: 1\n"],
  ["an anchor of a key", "- &x a: 1\n"],
  ["a merge key", "a: {<<: {b: 1}}\n"],
  ["a tag", "a: !!str 1\n"],
  ["a directive", "%YAML 1.2\n---\na: yes\n"],
  ["a key that is there twice", "a: 1\na: 2\n"],
  ["a key that is there twice, in brackets and quotes", "{a: 1, 'a': 2}\n"],
  ["a key that is a map", "{a: 1}: b\n"],
  ["a key over several lines", "'a\n b': c\n"],
  ["a key after a question mark", "? a\n: b\n"],
  ["a name of a template", "name: {{ .Values.name }}\n"],
  ["words of version 1.1", "a: yes\n"],
  ["other numbers", "a: 0x1f\n"],
  ["octal numbers as version 1.2 has them", "a: 0o644\n"],
  ["numbers with more digits than a number has", "a: 12345678901234567890\n"],
  ["underscores", "a: 1_000\n"],
  ["a key that every object has", "__proto__: {a: 1}\n"],
  ["a carriage return alone", "a: b\rc: d\n"],
  ["a dash in brackets", "a: [-]\n"],
  ["text behind a bracket", "a: [b]c: 2\n"],
  ["a comment right behind quotes", 'a: "b"#c\n'],
  ["an end before the start", "...\na: b\n"],
  ["a line with nothing but a tab", "a: |\n  b\n\t\n"],
  ["a comment that may be part of a block", "a: |\n   b\n  # c\n"],
  ["blanks that may be part of a block", "a: |\n  b\n   "],
  ["a tab before a value", "a:\tb\n"],
  ["wrong indentation", "kind: Pod\n  bad: indent\n"],
  ["an element that stands deeper than the one before", "- a\n  - b: c\n - d\n"],
  ["quotes that do not end", 'a: "b\nc: d\n'],
  ["text after a comment that full-yaml.ts takes for its indentation", "a:\n#b\n  c\nd: e\n"],
  ["text alone", "Hello\n"],
  ["too many levels", `${"[".repeat(101)}${"]".repeat(101)}`],
  ["too many words for a regular expression", `a: ${"b ".repeat(3_000_000)}b\n`],
])("leaves %s to the other reader", (_what, text) => {
  expect(splitDocuments(text).map(readPlainYaml)).toEqual([undefined]);
});

it("reads what it reads of random texts, and of manifests with small changes, as the other reader does", () => {
  const { read, difference } = runYamlFuzz({ seed: 1, runs: 1500, texts: sample.filter(({ length }) => length < 800) });
  expect(difference).toBeUndefined();
  expect(read).toBeGreaterThan(400);
});
