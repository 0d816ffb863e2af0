import { RE2JS } from "re2js";
import { expect, it } from "vitest";
import { nativePattern } from "./native-pattern.ts";

const simple = [
  "Bearer",
  "(?i)BEGIN \\w+ PRIVATE KEY",
  "(?i)AKIA[0-9A-Z]{16}",
  "(?i)AIza[0-9A-Za-z\\-_]{3}",
  "xox[baprs]-[0-9A-Za-z]{1,4}",
  "^a\\.b$",
  "nginx-controller|^ingress-nginx",
  "a\\+b|[+.-]c|\\d{2}$",
  "x*",
  "(?i)[Z-a]k",
  "s\\w",
  "(a|b)c",
  "@(sha256|blake3):[0-9a-f]{4}$",
  "(^|/)ingress(-nginx|-oss)?",
  "(?i)(?:begin|xox)[b-]|^(a)?b",
  "x(|a|^b)$",
];

it.each(simple)("matches what RE2 matches: %s", (pattern) => {
  const native = nativePattern(pattern);
  const words = ["bearer", "Bearer", "begin x9_ private key", "akia0123456789abcdef", "aIZA-_9", "xoxb-a", "xox-"];
  const grouped = ["bc", "@sha256:00ff", "/ingress-oss", "xa", "xb"];
  const more = ["a.b", "a.b\n", "\na.b", "my ingress-nginx", "a+b", "-c", "a42", "zK", "`k", "", "aIZA-", "\v12"];
  const beyondAscii = ["é Bearer é", "z\u0130", "😀12", "\u2028a.b", "aİza-_9"];
  for (const text of [...words, ...grouped, ...more, ...beyondAscii]) {
    expect(native?.(text), JSON.stringify(text)).toBe(RE2JS.compile(pattern).matcher(text).find());
  }
});

it.each([
  "(a+)+$",
  "(a|b)+",
  "((a|b)c)",
  "(a|b)(a|b)(a|b)",
  "(\\)|a)(\\)|a)(\\)|a)",
  "\\[a*b*\\]",
  "(a)?b?",
  "a+b+",
  "a{1,9}b?",
  ".",
  "\\s",
  "\\bx",
  "[^a]",
  "é",
  "a{2,}{3}",
  "a*?",
  "[[:alpha:]]",
  "(?s)a",
  "\\Qa",
])("leaves %s to RE2", (pattern) => expect(nativePattern(pattern)).toBeUndefined());

it("leaves texts to RE2 that take long or in which case is another matter", () => {
  const long = "x".repeat(1025);
  expect([nativePattern("x+")?.(long), nativePattern("a{1,9}")?.(long)]).toEqual([undefined, false]);
  expect([nativePattern("(?i)k")?.("\u212a"), nativePattern("s\\w")?.("s\u017f")]).toEqual([undefined, false]);
});

it("knows of a long text that lacks a part of the pattern that it does not match", () => {
  const find = nativePattern("(?i)BEGIN \\w+ PRIVATE KEY$");
  const texts = ["begin x", "x private key", "x private key begin x", "begin private key", "begin x private key"];
  expect(texts.map((text) => find?.(`${"x".repeat(1025)} ${text}`))).toEqual([
    false,
    false,
    false,
    undefined,
    undefined,
  ]);
});
