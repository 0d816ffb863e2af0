import { expect, it } from "vitest";
import { batchesByType } from "./batches-by-type.ts";
import type { Batch } from "./object-source.ts";
import { withoutNulls } from "./without-nulls.ts";

it("leaves fields that are null out of what rules are asked about", () => {
  const match = [{ apiGroups: [""], apiVersions: ["v1"], resources: ["Pod"] }];
  const batches: Batch[] = [];
  const open = batchesByType([{ name: "x", match, dynamicMatch: [], controlInputs: [] }], (batch) => {
    batches.push(batch);
  });
  open.add({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { containers: [{ livenessProbe: null }] } });
  open.flush();
  expect(batches.flatMap(({ objects }) => objects)).toEqual([
    { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { containers: [{}] } },
  ]);
});

it("drops fields that are null at any depth, and keeps the places of items", () => {
  const container = { image: null, resources: { limits: { cpu: null, memory: "1Gi" } }, args: [null, "a"] };
  const pod = { kind: "Pod", metadata: { namespace: null }, spec: { containers: [null, container] } };
  const given = structuredClone(pod);
  expect(withoutNulls(pod)).toEqual({
    kind: "Pod",
    metadata: {},
    spec: { containers: [null, { resources: { limits: { memory: "1Gi" } }, args: [null, "a"] }] },
  });
  expect(pod).toEqual(given);
});

it("keeps a null below words of users, which is an empty text: a selector would select more without it", () => {
  const policy = { spec: { podSelector: { matchLabels: { app: null }, matchExpressions: null }, egress: null } };
  expect(withoutNulls(policy)).toEqual({ spec: { podSelector: { matchLabels: { app: null } } } });
  const map = { metadata: { labels: null, annotations: { a: null } }, data: { constructor: null } };
  expect(withoutNulls(map)).toEqual({ metadata: { annotations: { a: null } }, data: { constructor: null } });
});

it("answers with the object itself where no field is null, and keeps fields with names of JavaScript", () => {
  const pod = JSON.parse('{"spec":{"args":[null],"__proto__":{"a":1}}}') as object;
  expect(withoutNulls(pod)).toBe(pod);
  const other = JSON.parse('{"spec":{"x":null,"__proto__":{"a":1,"b":null}}}') as object;
  expect(JSON.stringify(withoutNulls(other))).toBe('{"spec":{"__proto__":{"a":1}}}');
});
