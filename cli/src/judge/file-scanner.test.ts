import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { smallLibrary } from "@sortie/posture/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parseArguments } from "../arguments/parse-arguments.ts";
import { UsageError } from "../arguments/usage-error.ts";
import { manifestObject } from "../input/manifest-object.ts";
import { silent } from "../terminal/progress.ts";
import { fileScanner } from "./file-scanner.ts";

let policiesFolder: string;
beforeEach(() => {
  policiesFolder = smallLibrary();
});
afterEach(() => rmSync(policiesFolder, { recursive: true, force: true }));

function scannerOf(args: string[] = [], signal = new AbortController().signal) {
  const command = parseArguments(["scan", "-", ...args]);
  if (command.command !== "scan") throw new Error("expected a scan");
  return fileScanner(command, { clusterName: "files", policiesFolder, inherited: {}, progress: silent, signal });
}

const pod = (name: string, labels = {}) =>
  manifestObject({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "shop", labels } });
const statuses = ({ judged }: Awaited<ReturnType<ReturnType<typeof fileScanner>["scan"]>>) =>
  Object.fromEntries(judged.map(({ name, controls }) => [name.name, controls.map(({ status }) => status.status)]));
const meanwhile = () => {};

it("judges what it is told of while the input is read", async () => {
  const scanner = scannerOf();
  const objects = [pod("good"), pod("bad")];
  const onObject = await scanner.begin?.();
  for (const object of objects) onObject?.(object, undefined);
  expect(statuses(await scanner.scan(objects, meanwhile))).toEqual({ good: ["passed"], bad: ["failed"] });
});

it("judges again without what does not count after all", async () => {
  const scanner = scannerOf();
  const objects = [pod("good"), pod("bad"), pod("bad", { is: "later" })];
  const onObject = await scanner.begin?.();
  for (const object of objects) onObject?.(object, undefined);
  expect(statuses(await scanner.scan(objects.slice(0, 1), meanwhile))).toEqual({ good: ["passed"] });
  expect(statuses(await scanner.scan(objects.slice(1), meanwhile))).toEqual({ bad: ["failed"] });
});

it("takes a mistake in what was named for one in the command line", async () => {
  const exceptions = join(policiesFolder, "exceptions.json");
  writeFileSync(exceptions, "[{}]");
  await expect(scannerOf(["--exceptions", exceptions]).begin?.()).rejects.toThrow(UsageError);
  rmSync(policiesFolder, { recursive: true });
  await expect(async () => scannerOf().library?.()).rejects.toThrow(/^Cannot read the control library .*POLICIES_DIR/);
});

it("stops where nobody wants to go on", async () => {
  const stop = new AbortController();
  const scanner = scannerOf([], stop.signal);
  stop.abort(new Error("enough"));
  await expect(scanner.scan([pod("bad")], meanwhile)).rejects.toThrow("enough");
});
