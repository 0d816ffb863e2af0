import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { workloadConfigurationScanSummary } from "../../kinds/posture.ts";
import { decodeMessage } from "../../protobuf/decode.ts";
import { openEnvelope } from "../../protobuf/envelope.ts";
import type { Message } from "../../schema/message.ts";
import { listOf } from "../../schema/root.ts";
import { summary } from "../../testing/scans.ts";
import { listEncoder } from "./list-encoder.ts";

const key = { kind: "workloadconfigurationscansummaries", namespace: "shop", name: "web" };

/** Text that no compression makes much shorter. */
const noise = (name: string) =>
  Array.from({ length: 1500 }, (_, index) => createHash("sha256").update(`${name}${index}`).digest("hex")).join("");

it.each([0, 3, 200])("is one list of %i objects, whatever of them waited compressed", (count) => {
  const list = listEncoder(workloadConfigurationScanSummary, "object");
  const objects = Array.from({ length: count }, (_, index) =>
    summary(`n${index}`, index, { annotations: { note: noise(`n${index}`) } }),
  );
  for (const { metadata, spec } of objects) {
    const stored = { metadata: JSON.stringify(metadata), body: `"spec":${JSON.stringify(spec)}` };
    list.add([{ ...stored, key, type: "added", resourceVersion: 1, digest: undefined }]);
  }
  const bytes = Buffer.concat([...list.finish('{"resourceVersion":"7"}')]);
  const { kind, raw } = openEnvelope(bytes);
  expect(kind).toBe("WorkloadConfigurationScanSummaryList");
  const { metadata, items } = decodeMessage(listOf(workloadConfigurationScanSummary.message as Message), raw);
  expect(metadata).toMatchObject({ resourceVersion: "7" });
  const seen = ((items ?? []) as typeof objects).map(({ metadata: { name, annotations }, spec }) => [
    name,
    spec.severities.high,
    annotations?.note,
  ]);
  expect(seen).toEqual(objects.map(({ metadata: { name } }, index) => [name, index, noise(name)]));
});
