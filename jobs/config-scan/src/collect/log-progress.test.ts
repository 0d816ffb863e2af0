import type { Batch, ObjectSource } from "@sortie/posture";
import { wantedOf } from "@sortie/posture";
import { expect, it } from "vitest";
import { loggingProgress } from "./log-progress.ts";

it("says after every ten thousand objects how many there were, and hands all of them on", async () => {
  const type = { group: "", version: "v1", kind: "Pod", plural: "pods" };
  const batch: Batch = { type, objects: Array.from({ length: 500 }, () => ({})) };
  const source: ObjectSource = {
    scope: "cluster",
    async collect(_rules, _wanted, onBatch) {
      for (let count = 0; count < 45; count += 1) onBatch(batch);
      return { kinds: {}, unavailable: [] };
    },
  };
  const said: unknown[] = [];
  let handedOn = 0;
  const target = {
    type: "config" as const,
    includeNamespaces: [],
    excludedNamespaces: [],
    frameworks: [],
    controls: [],
  };
  await loggingProgress(source, { info: (...line: unknown[]) => void said.push(line) }).collect(
    [],
    wantedOf(target, []),
    ({ objects }) => {
      handedOn += objects.length;
    },
  );
  expect(handedOn).toBe(22_500);
  expect(said).toEqual([
    [{ objects: 10_000 }, "reading objects"],
    [{ objects: 20_000 }, "reading objects"],
  ]);
});
