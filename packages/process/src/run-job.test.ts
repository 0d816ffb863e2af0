import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const program = join(import.meta.dirname, "..", "testdata", "job.ts");
const request = {
  jobId: "job-1",
  parentId: null,
  target: { type: "config", includeNamespaces: [], excludedNamespaces: [], frameworks: [], controls: [] },
  requestedAt: "2026-01-02T03:04:05Z",
};

const namespaces = (...includeNamespaces: string[]) => ({
  SCAN_REQUEST: JSON.stringify({ ...request, target: { ...request.target, includeNamespaces } }),
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-job-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("reports success three ways", async () => {
  const ended = await end(start({ BEHAVIOUR: "succeed" }));
  expect(ended.code).toBe(0);
  expect(ended.outcome).toEqual({ status: "succeeded", counts: { passed: 40, failed: 2 } });
  expect(ended.lines.at(-1)).toMatchObject({ level: "info", msg: "job succeeded", jobId: "job-1", passed: 40 });
});

it.each([
  ["a bug", { BEHAVIOUR: "bug" }, 70, { code: "bug", message: "x is not a function", retry: false }],
  ["a scan that cannot work", { BEHAVIOUR: "give_up" }, 70, { code: "wrong_target", retry: false }],
  ["a scan that may work later", { BEHAVIOUR: "try_again" }, 75, { code: "cluster_unreachable", retry: true }],
  ["an environment that does not fit", { BEHAVIOUR: "dance" }, 70, { code: "invalid_input", retry: false }],
  ["a request that is not JSON", { SCAN_REQUEST: "{" }, 70, { code: "invalid_input", message: /SCAN_REQUEST: .*JSON/ }],
  ["a namespace that would be another path", namespaces("../x"), 70, { code: "invalid_input", message: /includeNam/ }],
  [
    "a namespace that would be another selector",
    namespaces("a,b"),
    70,
    { code: "invalid_input", message: /is no name/ },
  ],
  ["a request of a kind nobody knows", { SCAN_REQUEST: '{"target":{"type":"moon"}}' }, 70, { code: "invalid_input" }],
])("reports %s with its exit code, outcome and one error line", async (_case, env, code, outcome) => {
  const ended = await end(start(env));
  expect(ended.code).toBe(code);
  const { message, ...fields } = outcome as { message?: string | RegExp };
  expect(ended.outcome).toMatchObject({ status: "failed", ...fields });
  if (message) expect(ended.outcome.message).toMatch(message);
  expect(ended.lines.filter(({ level }) => level === "error")).toHaveLength(1);
});

it("stops on SIGTERM and asks to be started again", async () => {
  const child = start({ BEHAVIOUR: "wait" });
  const waiting = new Promise((resolve) =>
    child.stdout?.on("data", (text) => `${text}`.includes("waiting") && resolve(1)),
  );
  const ended = end(child);
  await waiting;
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 75, outcome: { status: "failed", code: "terminated", retry: true } });
});

it("takes the trace it is part of into every line", async () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const ended = await end(start({ BEHAVIOUR: "succeed", TRACEPARENT: `00-${traceId}-b7ad6b7169203331-01` }));
  expect(ended.lines.at(-1)).toMatchObject({ traceId, spanId: "b7ad6b7169203331" });
});

function start(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [program], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      BEHAVIOUR: "succeed",
      SCAN_REQUEST: JSON.stringify(request),
      TERMINATION_LOG: join(folder, "termination-log"),
      ...env,
    },
  });
}

async function end(child: ChildProcess) {
  let output = "";
  child.stdout?.on("data", (text) => (output += text));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const lines = output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, lines, outcome: JSON.parse(readFileSync(join(folder, "termination-log"), "utf8")) };
}
