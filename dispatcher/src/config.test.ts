import { expect, it } from "vitest";
import { Config } from "./config.ts";

const least = { JOB_TEMPLATES_DIR: "templates" };

it("takes addresses apart, of both families", () => {
  const { REST_ADDRESS, PROBE_ADDRESS } = Config.parse({ ...least, REST_ADDRESS: "[::1]:0" });
  expect(REST_ADDRESS).toEqual({ host: "::1", port: 0 });
  expect(PROBE_ADDRESS).toEqual({ host: "", port: 8000 });
});

it.each([
  ["REST_ADDRESS", "4002"],
  ["PROBE_ADDRESS", "0.0.0.0:65536"],
  ["NAMESPACE", "Bad_Name"],
  ["MAX_RUNNING_JOBS", "0"],
  ["COMMAND_TTL_SECONDS", "1h"],
  ["ALLOW_UNAUTHENTICATED", "perhaps"],
  ["LAUNCHER", "docker"],
  ["KUEUE_QUEUE_NAME", "Scans"],
  ["KUEUE_QUEUE_NAME", "scans."],
  ["KUEUE_QUEUE_NAME", ""],
  ["KUEUE_QUEUE_NAME", "a".repeat(64)],
])("names %s where it is %s", (name, value) => {
  const { error } = Config.safeParse({ ...least, [name]: value });
  expect(error?.issues.map(({ path }) => path)).toEqual([[name]]);
});
