import { rmSync } from "node:fs";
import { libraryOfScan } from "@sortie/posture";
import { smallLibrary } from "@sortie/posture/testing";
import { afterEach, expect, it } from "vitest";
import { silent } from "../terminal/progress.ts";
import { startJudging } from "./judging.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const everything = { includeNamespaces: [] as string[], excludedNamespaces: [], frameworks: [], controls: [] };
const brokenRule =
  'package sortie.rules["no-bad-pods"]\n\nimport data.sortie.lib.names\n\ndeny contains nobody if true\n';

/** A judging by the small library, whose one control refuses pods that are called `bad`. */
async function judgingBy(
  changes: Record<string, string> = {},
  target: Partial<typeof everything> = {},
  signal = new AbortController().signal,
) {
  const policiesDir = smallLibrary(changes);
  folders.push(policiesDir);
  const library = await libraryOfScan({ policiesDir }, { log: { warn() {} }, signal });
  const request = {
    target: { type: "config" as const, ...everything, ...target },
    requestedAt: "2026-07-01T00:00:00Z",
  };
  return startJudging({
    request,
    library,
    clusterName: "files",
    exceptionsFile: undefined,
    progress: silent,
    signal,
  });
}

const pod = (name: string, namespace = "shop") => ({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace } });

it("says of each object what the controls say, in order of IDs", async () => {
  const judging = await judgingBy();
  for (const name of ["good", "bad"]) judging.add(pod(name));
  judging.add({ apiVersion: "v1", kind: "Service", metadata: { name: "bad" } });
  expect(judging.size).toBe(3);
  const { judged, skipped } = await judging.finish();
  expect(judged.map(({ id, name, controls }) => [id, name.name, controls.map(({ status }) => status.status)])).toEqual([
    ["/v1/shop/Pod/bad", "bad", ["failed"]],
    ["/v1/shop/Pod/good", "good", ["passed"]],
  ]);
  expect(judged[0]?.controls[0]?.rules?.[0]?.paths).toEqual([
    { failedPath: "metadata.name", fixPath: "", fixPathValue: "", fixCommand: "" },
  ]);
  expect(skipped).toEqual([]);
});

it("gives resources of which the same is said one list", async () => {
  const judging = await judgingBy();
  for (const namespace of ["a", "b"]) for (const name of ["good", "bad"]) judging.add(pod(name, namespace));
  const { judged } = await judging.finish();
  expect(new Set(judged.map(({ controls }) => controls)).size).toBe(2);
});

it("counts objects of other namespaces as added, and says nothing of them", async () => {
  const judging = await judgingBy({}, { includeNamespaces: ["a"] });
  for (const namespace of ["a", "b"]) judging.add(pod("bad", namespace));
  expect(judging.size).toBe(2);
  expect((await judging.finish()).judged.map(({ id }) => id)).toEqual(["/v1/a/Pod/bad"]);
});

it("names the rules that could not judge, and their controls with the reason", async () => {
  const judging = await judgingBy({ "rules/no-bad-pods/rule.rego": brokenRule });
  judging.add(pod("bad"));
  const { judged, skipped, skippedControls } = await judging.finish();
  expect(judged.flatMap(({ controls }) => controls.map(({ status }) => status.status))).toEqual(["skipped"]);
  expect(skipped).toEqual([{ rule: "no-bad-pods", reason: expect.stringContaining("nobody") as string }]);
  expect(skippedControls).toEqual({ "C-0001": skipped[0]?.reason });
});

it("ends with the signal's reason", async () => {
  const stop = new AbortController();
  const judging = await judgingBy({}, {}, stop.signal);
  stop.abort(new Error("enough"));
  judging.add(pod("bad"));
  await expect(judging.finish()).rejects.toThrow("enough");
});
