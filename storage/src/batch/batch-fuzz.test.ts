import { expect, it } from "vitest";
import { type Choices, createChoices } from "../fuzz/choices.ts";
import { damaged } from "../fuzz/damage.ts";
import { brokenAnswer } from "../fuzz/judge.ts";
import type { FuzzRequest } from "../fuzz/random-request.ts";
import { workloadConfigurationScan } from "../kinds/posture.ts";
import { scannedControl } from "../kinds/types/posture.ts";
import { batchedScan, scanBatchType } from "../kinds/types/scan-batch.ts";
import { encodeObject, protobufType } from "../protobuf/envelope.ts";
import { rootOf } from "../schema/root.ts";
import { randomObject } from "../testing/random-object.ts";
import { paths } from "../testing/scans.ts";
import { openTestServer, type TestServer } from "../testing/test-server.ts";

const batches = 150;
const damages = 700;
const apiVersion = "spdx.softwarecomposition.kubescape.io/v1beta1";
const path = `/apis/${apiVersion}/workloadconfigurationscanbatches`;

type Verdict = Record<string, unknown> & { controlID: string };
type Entry = {
  metadata: { name: string; namespace: string; labels?: object };
  verdicts: number[];
  relatedObjects: unknown;
};
type Batch = { verdicts: Verdict[]; scans: Entry[] };

it("comes to what single writes come to, whatever the scans, in JSON and in protobuf", async () => {
  await using server = await openTestServer();
  const choices = createChoices(1);
  for (let round = 0; round < batches; round += 1) {
    const batch = randomBatch(choices, "batched");
    const { code, body } = await post(server, requestOf(choices, batch));
    expect(code).toBe(201);
    for (const [index, entry] of batch.scans.entries()) {
      const name = `${round}-${index}`;
      const isThere = (await server.send("GET", `${paths.scans("batched")}/${entry.metadata.name}`)).code === 200;
      expect(isThere, JSON.stringify(body.status.results[index])).toBe(true);
      await server.send("POST", paths.scans("single"), scanOf(entry, batch.verdicts, name));
      expect(await stored(server, "batched", entry.metadata.name)).toEqual(await stored(server, "single", name));
    }
    await server.send("DELETE", paths.scans("batched"));
    await server.send("DELETE", paths.scans("single"));
    await server.send("DELETE", paths.summaries("batched"));
  }
}, 120_000);

it("answers damaged batches without an error of its own, and never leaves a scan without its summary", async () => {
  await using server = await openTestServer();
  const choices = createChoices(2);
  const codes = new Map<number, number>();
  for (let round = 0; round < damages; round += 1) {
    const request = damaged(choices, requestOf(choices, randomBatch(choices, "shop")));
    const { method, path: to, headers, body } = request;
    const response = await server.raw(to, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    codes.set(response.status, (codes.get(response.status) ?? 0) + 1);
    const answer = { code: response.status, retryAfter: response.headers.get("retry-after"), body: text };
    expect(brokenAnswer(answer, request)).toBe(undefined);
  }
  const names = async (of: "scans" | "summaries") => {
    const { body } = await server.send("GET", paths[of]());
    return body.items.map(({ metadata }: { metadata: { namespace: string; name: string } }) => metadata).map(keyOf);
  };
  expect(await names("scans")).toEqual(await names("summaries"));
  // It is no judge of anything when everything is refused.
  for (const code of [201, 400]) expect(codes.get(code), String(code)).toBeGreaterThan(damages / 100);
}, 120_000);

function keyOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

/** Verdicts of different controls, and scans that name some of them. */
function randomBatch(choices: Choices, namespace: string): Batch {
  const verdicts = Array.from({ length: choices.number(6) }, (_, n): Verdict => {
    return { ...randomObject(scannedControl, choices.random), controlID: `C-${n}` };
  });
  const names = ["a", "b", "with space", "ünïcode", "1.2.3"].filter(() => choices.chance(0.5));
  const scans = names.map((name) => ({
    metadata: {
      name,
      namespace,
      ...(choices.chance(0.5) && { labels: { team: choices.pick(["red", "blue"]) } }),
    },
    verdicts: verdicts.map((_, n) => n).filter(() => choices.chance(0.6)),
    relatedObjects: randomObject(batchedScan, choices.random).relatedObjects,
  }));
  return { verdicts, scans };
}

function requestOf(choices: Choices, spec: Batch): FuzzRequest {
  const object = { apiVersion, kind: "WorkloadConfigurationScanBatch", spec };
  const isProtobuf = choices.chance(0.5);
  const body = isProtobuf ? encodeObject(rootOf(scanBatchType), object) : JSON.stringify(object);
  return { method: "POST", path, headers: { "Content-Type": isProtobuf ? protobufType : "application/json" }, body };
}

async function post(server: TestServer, { path: to, method, headers, body = "" }: FuzzRequest) {
  const response = await server.raw(to, { method, headers, body });
  return { code: response.status, body: (await response.json()) as { status: { results: unknown[] } } };
}

function scanOf({ metadata, verdicts, relatedObjects }: Entry, all: Verdict[], name: string) {
  const controls = Object.fromEntries(verdicts.map((position) => [`C-${position}`, all[position]]));
  const { kind } = workloadConfigurationScan;
  return { apiVersion, kind, metadata: { ...metadata, namespace: "single", name }, spec: { controls, relatedObjects } };
}

async function stored(server: TestServer, namespace: string, name: string) {
  const { body } = await server.send("GET", `${paths.scans(namespace)}/${encodeURIComponent(name)}`);
  return { labels: body.metadata.labels, spec: body.spec };
}
