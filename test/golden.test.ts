import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const tool = join(import.meta.dirname, "..", "packages", "posture", "tools", "oracle-cluster.ts");
const own = (name: string) => join(import.meta.dirname, "golden", name);

/** 10 controls and 9 resources, of which two simply pass. */
it("judges with a person's exceptions and control inputs as it was worked out by hand", {
  timeout: 60_000,
}, async () => {
  const judging = ["--exceptions", own("exceptions.json"), "--controls-config", own("controls-inputs.json")];
  const { stdout } = await promisify(execFile)(process.execPath, [
    tool,
    own("golden.json"),
    own("manifests"),
    ...judging,
  ]);
  expect(stdout.trim().split("\n")).toEqual(["golden.json: 10 of 10 controls", "19/19"]);
});
