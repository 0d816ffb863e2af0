import { expect, it } from "vitest";
import { Metadata } from "../meta/metadata.ts";
import { plainMetadata } from "./plain-metadata.ts";

const written = { name: "a", namespace: "b", labels: { "a/b": "c" }, annotations: {}, resourceVersion: "5" };
const fromGo = { name: "a", generateName: "", creationTimestamp: null, labels: null, uid: "u" };

const read = { ...written, creationTimestamp: "2026-08-22T14:55:00Z" };

it.each([{}, written, fromGo, read])("reads texts, labels and annotations as the schema does: %j", (sent) => {
  const found = plainMetadata(sent);
  expect(found).toEqual(Metadata.parse(sent));
  expect(Object.keys(found ?? {}), "what was sent is known").toEqual(Object.keys(sent));
});

it.each([
  undefined,
  [],
  { name: 5 },
  { creationTimestamp: "yesterday" },
  { labels: { a: 1 } },
  { labels: [] },
  { colour: "red" },
  { finalizers: [] },
  { generation: 1 },
  { managedFields: [] },
  { selfLink: "/" },
  JSON.parse('{"labels":{"__proto__":"a"}}'),
])("leaves all other to the schema: %j", (sent) => {
  expect(plainMetadata(sent)).toBeUndefined();
});
