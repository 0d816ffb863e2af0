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

it("keeps what identifies an object, what rules name at any depth, and keys that are words of users", () => {
  expect(projectionTo([new Set(["ports"]), new Set(["nodeSelector"])])(object)).toEqual({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "shop", uid: "u", labels: { "any.key/x": "1" } },
    spec: { containers: [{ name: "app", ports: [1] }, null], nodeSelector: { disk: "ssd" } },
  });
});

it("leaves the object itself as it is", () => {
  const before = structuredClone(object);
  projectionTo([])(object);
  expect(object).toEqual(before);
});
