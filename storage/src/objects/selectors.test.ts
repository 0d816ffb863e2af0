import { expect, it } from "vitest";
import { parseSelector } from "./selectors.ts";

const object = { name: "web", namespace: "shop", labels: { app: "web", tier: "front", empty: "" } };

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
  ["", "metadata.name=web", true],
  ["", "metadata.name!=web", false],
  ["app=web", "metadata.namespace=shop,metadata.name=web", true],
  ["app=api", "metadata.name=web", false],
])("labels %j and fields %j match: %s", (labels, fields, matches) => {
  expect(parseSelector(labels, fields).matches(object)).toBe(matches);
});

it.each([
  ["a b", ""],
  ["=x", ""],
  ["a in (b", ""],
  ["-a", ""],
  ["a=-b", ""],
  ["", "spec.nodeName=x"],
  ["", "metadata.name"],
])("refuses labels %j and fields %j", (labels, fields) => {
  expect(() => parseSelector(labels, fields)).toThrow(expect.objectContaining({ name: "StatusError" }));
});

it("knows the only name that can match", () => {
  expect(parseSelector("", "metadata.name=web").name).toBe("web");
  expect(parseSelector("", "metadata.name!=web").name).toBeUndefined();
});
