import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Batch, Rule } from "@sortie/posture";
import { wantedOf } from "@sortie/posture";
import { afterAll, expect, it } from "vitest";
import { fileSource } from "./file-source.ts";

const dir = mkdtempSync(join(tmpdir(), "sortie-file-source-"));
afterAll(() => rmSync(dir, { recursive: true }));

it("hands over objects that rules want, by type, in batches of at most 500", async () => {
  const pods = Array.from({ length: 501 }, (_, n) => pod(`pod-${n}`, "shop"));
  const { batches, kinds } = await read([
    ...pods.slice(0, 300),
    { apiVersion: "v1", kind: "Node" },
    ...pods.slice(300),
  ]);
  expect(batches.map(({ type, objects }) => [type.kind, objects.length])).toEqual([
    ["Pod", 500],
    ["Pod", 1],
  ]);
  expect(kinds).toEqual({ "v1/Pod": 501 });
});

it("leaves out excluded namespaces and keeps objects that workloads own", async () => {
  const owned = { ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "r", uid: "1" }] };
  const { batches } = await read([pod("a", "shop", owned), pod("b", "lab")], ["lab"]);
  expect(batches.flatMap(({ objects }) => objects.map(({ metadata }) => metadata?.name))).toEqual(["a"]);
});

it.each([
  ["broken JSON", '{"apiVersion":"v1","kind":"Pod"}\n{"apiVersion"'],
  ["something that is no object", '{"apiVersion":"v1","kind":"Pod"}\n["Pod"]'],
  ["null", '{"apiVersion":"v1","kind":"Pod"}\nnull'],
])("names the line with %s", async (_what, text) => {
  await expect(readText(text)).rejects.toMatchObject({
    code: "invalid_input",
    retry: false,
    message: expect.stringMatching(/objects\.ndjson:2: expected a JSON object/),
  });
});

it("reads an object whose text has what other programs take for the end of a line", async () => {
  const { batches } = await read([
    pod("a", "shop", { annotations: { note: "one\u2028two\u2029three" } }),
    pod("b", "shop"),
  ]);
  expect(batches.flatMap(({ objects }) => objects.map(({ metadata }) => metadata?.name))).toEqual(["a", "b"]);
});

it("says which file is missing", async () => {
  const source = fileSource(join(dir, "none"), signal());
  await expect(source.collect([wantsPods], without([]), () => {})).rejects.toMatchObject({ code: "invalid_input" });
});

const wantsPods: Rule = {
  name: "r",
  match: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["Pod"] }],
  dynamicMatch: [],
  controlInputs: [],
};

function read(objects: object[], excludedNamespaces: string[] = []) {
  return readText(objects.map((object) => `${JSON.stringify(object)}\n`).join("\n"), excludedNamespaces);
}

async function readText(text: string, excludedNamespaces: string[] = []) {
  const file = join(dir, "objects.ndjson");
  writeFileSync(file, text);
  const batches: Batch[] = [];
  const source = fileSource(file, signal());
  const { kinds } = await source.collect([wantsPods], without(excludedNamespaces), (batch) => void batches.push(batch));
  return { batches, kinds };
}

function without(excludedNamespaces: string[]) {
  const lists = { includeNamespaces: [], excludedNamespaces, frameworks: [], controls: [] };
  return wantedOf({ type: "config", ...lists }, []);
}

function pod(name: string, namespace: string, metadata: object = {}) {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace, ...metadata } };
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
