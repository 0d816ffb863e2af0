import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checks, coverages, evaluations, prettyEvaluations, tests } from "./command/cases.ts";
import { comparable } from "./command/comparable.ts";
import { folderOfFiles, runBoth } from "./command/run-both.ts";
import { opaDirectory } from "./opa/driver.ts";

let opa: string;
let folder: string;
beforeAll(async () => {
  opa = join(await opaDirectory(), "opa");
  folder = folderOfFiles();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function expectSame(args: readonly string[]): Promise<void> {
  const ended = await runBoth(opa, folder, args);
  expect(comparable(ended.ours)).toEqual(comparable(ended.opa));
}

async function expectIdentical(args: readonly string[]): Promise<void> {
  const ended = await runBoth(opa, folder, args);
  expect(ended.ours).toEqual(ended.opa);
}

describe("eval says in JSON what OPA says", () => {
  it.each(evaluations.map((args) => [args.join(" "), args] as const))("%s", (_, args) => expectSame(["eval", ...args]));
});

describe("eval says for people what OPA says", () => {
  it.each(prettyEvaluations.map((args) => [args.join(" "), args] as const))("%s", (_, args) =>
    expectIdentical(["eval", ...args]),
  );
});

describe("coverage has the lines OPA's has", () => {
  it.each(coverages.map((args) => [args.join(" "), args] as const))("%s", (_, args) => expectSame(args));
});

describe("test says what OPA says", () => {
  it.each(tests.map((args) => [args.join(" "), args] as const))("%s", (_, args) =>
    expectSame(["test", ...args, "--format", "json"]),
  );
});

describe("check says what OPA says", () => {
  it.each(checks.map((args) => [args.join(" "), args] as const))("%s", async (_, args) => {
    await expectSame(["check", ...args, "--format", "json"]);
    await expectIdentical(["check", ...args]);
  });
});
