import { expect, it } from "vitest";
import { projectionTo } from "./projection.ts";

const object = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", namespace: "shop", uid: "u", labels: { "any.key/x": "1" }, generation: 2 },
  spec: {
    containers: [{ name: "app", image: "a", env: [{ name: "A" }], ports: [1] }, null],
    nodeSelector: { disk: "ssd" },
    topology: { ports: 1 },
  },
  status: { phase: "Running" },
};

it("keeps what identifies an object, what is named at any depth, and keys that are words of users", () => {
  const names = [["spec", "containers", "ports"], ["nodeSelector"], ["labels"]].map((some) => new Set(some));
  expect(projectionTo(names)(object)).toEqual({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "shop", uid: "u", labels: { "any.key/x": "1" } },
    spec: { containers: [{ name: "app", ports: [1] }, null], nodeSelector: { disk: "ssd" } },
  });
});

it("shares what it keeps in full", () => {
  const projected = projectionTo([new Set(["spec", "nodeSelector"])])(object);
  expect(projected.metadata).not.toBe(object.metadata);
  expect((projected.spec as typeof object.spec).nodeSelector).toBe(object.spec.nodeSelector);
  const named = { apiVersion: "v1", kind: "Pod", metadata: { name: "web" } };
  expect(projectionTo([])(named)).toBe(named);
});

it("leaves the object itself as it is", () => {
  const before = structuredClone(object);
  projectionTo([])(object);
  expect(object).toEqual(before);
});
