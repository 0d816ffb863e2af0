import { expect, it } from "vitest";
import { labelValueProblem, qualifiedNameProblem } from "./names.ts";

it.each(["a", "A.b_c-9", "example.com/name", "a".repeat(63), `${"a".repeat(63)}.b/c`])("takes the key %s", (key) => {
  expect(qualifiedNameProblem(key)).toBeUndefined();
});

it.each([
  ["", /name part must be non-empty/],
  ["-a", /name part must consist of/],
  ["a b", /name part must consist of/],
  ["a".repeat(64), /name part must be no more than 63 bytes/],
  ["/a", /prefix part must be non-empty/],
  ["Example.com/a", /prefix part a lowercase RFC 1123 subdomain/],
  ["a/b/c", /a valid label key must consist of/],
  [`${"a.".repeat(127)}b/c`, /prefix part must be no more than 253 bytes/],
])("says what is wrong with the key %j", (key, problem) => {
  expect(qualifiedNameProblem(key)).toMatch(problem);
});

it.each(["", "a", "a.b", "x".repeat(63)])("takes the value %j", (value) => {
  expect(labelValueProblem(value)).toBeUndefined();
});

it.each([
  ["a b", /a valid label must be an empty string or/],
  ["-", /a valid label must be an empty string or/],
  ["x".repeat(64), /must be no more than 63 bytes/],
])("says what is wrong with the value %j", (value, problem) => {
  expect(labelValueProblem(value)).toMatch(problem);
});
