import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { withoutHistory } from "./without-history.ts";

it("drops who set which field and what was applied last, and nothing else", () => {
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "{}", owner: "a" };
  const object = { kind: "Pod", metadata: { name: "x", managedFields: [{}], annotations }, status: {} };
  expect(withoutHistory(object)).toEqual({
    kind: "Pod",
    metadata: { name: "x", annotations: { owner: "a" } },
    status: {},
  });
});

it.each<object>([{}, { metadata: null }, { metadata: "x" }, { metadata: { annotations: null } }])(
  "leaves %j, of a file, as it is",
  (object) => {
    expect(withoutHistory(structuredClone(object) as KubeObject)).toEqual(object);
  },
);
