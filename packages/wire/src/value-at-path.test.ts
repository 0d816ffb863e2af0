import { expect, it } from "vitest";
import { valueAtPath } from "./value-at-path.ts";

const object = {
  metadata: { labels: { "app.kubernetes.io/name": "x" } },
  spec: { containers: [{ name: "a", on: true }] },
};

it.each([
  ["spec.containers[0].on", true],
  ["metadata.labels[app.kubernetes.io/name]", "x"],
  ["metadata.labels['app.kubernetes.io/name']", "x"],
  ["spec.containers[1].on", undefined],
  ["spec.containers[0].on.deeper", undefined],
  ["spec.constructor", undefined],
])("follows %s", (path, value) => {
  expect(valueAtPath(object, path)).toBe(value);
});
