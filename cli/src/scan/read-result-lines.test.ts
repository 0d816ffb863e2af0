import { Readable } from "node:stream";
import { type ResultLine, resourceIdAnnotation, type ScannedControl } from "@sortie/wire";
import { expect, it } from "vitest";
import { readResultLines } from "./read-result-lines.ts";

const verdict = (controlID: string): ScannedControl => ({
  controlID,
  name: controlID,
  severity: { severity: "High", scoreFactor: 8 },
  status: { status: "passed", subStatus: "", info: "" },
  rules: [],
});
const resource = (name: string, ...verdicts: number[]): ResultLine => ({
  metadata: { name, annotations: { [resourceIdAnnotation]: `/v1/shop/Pod/${name}` } },
  relatedObjects: [],
  verdicts,
});

it("gives resources the verdicts that they name by number, shared where they are the same", async () => {
  const lines = [{ verdict: verdict("C-0001") }, resource("a", 0), { verdict: verdict("C-0002") }, resource("b", 1, 0)];
  const [a, b] = await readResultLines(Readable.from(lines.map((line) => `${JSON.stringify(line)}\n`)));
  const name = { group: "", version: "v1", namespace: "shop", kind: "Pod", name: "a" };
  expect(a).toEqual({ id: "/v1/shop/Pod/a", name, related: [], controls: [verdict("C-0001")] });
  expect(b?.controls.map(({ controlID }) => controlID)).toEqual(["C-0002", "C-0001"]);
  expect(b?.controls[1]).toBe(a?.controls[0]);
});

it("fails where the program broke off in a line", async () => {
  await expect(readResultLines(Readable.from(['{"verdict":{"contr']))).rejects.toThrow(SyntaxError);
});
