import { expect, it } from "vitest";
import { parseSelector } from "./selectors.ts";

const object = { name: "web", namespace: "shop", labels: { app: "web", tier: "front", empty: "", size: "10" } };

it.each<[labels: string, fields: string, matches: boolean]>([
  ["", "", true],
  ["app=web", "", true],
  ["app==web,tier!=back", "", true],
  ["app!=web", "", false],
  ["missing!=x", "", true],
  ["app in (web, api)", "", true],
  ["app in (api),tier=front", "", false],
  ["app notin (api,db),missing notin (x)", "", true],
  ["app", "", true],
  ["!app", "", false],
  ["!missing", "", true],
  ["empty=", "", true],
  ["empty in ()", "", true],
  ["example.com/name=x", "", false],
  ["  app  in(web,api) , tier ", "", true],
  ["app notin (,web)", "", false],
  ["size>9,size<11", "", true],
  ["size>10", "", false],
  ["app>1", "", false],
  ["missing<1", "", false],
  ["app=", "", false],
  ["toString", "", false],
  ["!constructor", "", true],
  ["valueOf in (x)", "", false],
  ["hasOwnProperty>1", "", false],
  ["", "metadata.name=web", true],
  ["", "metadata.name!=web", false],
  ["app=web", "metadata.namespace=shop,metadata.name=web", true],
  ["app=api", "metadata.name=web", false],
  ["", "metadata.name=we\\\\b", false],
  ["", "metadata.name==web,,", true],
])("labels %j and fields %j match: %s", (labels, fields, matches) => {
  expect(parseSelector(labels, fields).matches(object)).toBe(matches);
});

it.each([
  ["a b", "", "found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ["=x", "", "found '=', expected: !, identifier, or 'end of string'"],
  [",", "", "found ',', expected: !, identifier, or 'end of string'"],
  ["a,", "", "found '', expected: identifier after ','"],
  ["a in (b", "", "found '', expected: ',' or ')'"],
  ["a in b", "", "found 'b' expected: '('"],
  ["a=b=c", "", "found '=', expected: ',' or 'end of string'"],
  ["-a", "", 'Invalid value: "-a": name part must consist of'],
  ["a=-b", "", 'Invalid value: "-b": a valid label must be'],
  ["a>b", "", "the value must be an integer"],
  ["a>9223372036854775808", "", "the value must be an integer"],
  ["a=b\u00a0", "", "a valid label must be"],
  ["", "metadata.name===x", "unescaped character in value: 61"],
  ["", "spec.nodeName=x", "field label not supported: spec.nodeName"],
  ["", "metadata.name", "can't understand 'metadata.name'"],
  ["", "metadata.name=a\\b", "invalid escape sequence: \\b"],
])("refuses labels %j and fields %j", (labels, fields, message) => {
  expect(() => parseSelector(labels, fields)).toThrow(message);
});

it("knows the only name that can match", () => {
  expect(parseSelector("", "metadata.name=web").name).toBe("web");
  expect(parseSelector("", "metadata.name!=web").name).toBeUndefined();
});
