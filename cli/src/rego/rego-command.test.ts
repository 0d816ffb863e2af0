import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { regoCommand } from "./rego-command.ts";
import type { RegoSession } from "./rego-session.ts";

const policy = `package p

default allow := false

allow if {
	print("asked for", input.x)
	input.x > 1
	trace("big enough")
}
`;
const tests = `package p_test

import data.p

test_allow if p.allow with input as {"x": 2}

test_cases[name] if {
	some name, value in {"two": 2, "one": 1}
	p.allow with input as {"x": value}
}

todo_test_deny if false
`;

let folder: string;
let policyFile: string;
let testFile: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-rego-"));
  policyFile = join(folder, "p.rego");
  testFile = join(folder, "p_test.rego");
  writeFileSync(policyFile, policy);
  writeFileSync(testFile, tests);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let stop: AbortController;
beforeEach(() => {
  stop = new AbortController();
});

type Ended = { status: number; stdout: string; stderr: string };

async function rego(args: string[], input = ""): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  const stdout = { write: (text: string) => (said.stdout += text) };
  const stderr = { write: (text: string) => (said.stderr += text) };
  const status = await regoCommand(args, session({ stdout, stderr, input }));
  return { status, ...said, stdout: said.stdout.replaceAll(`${folder}/`, "") };
}

type Streams = Partial<Pick<RegoSession, "stdout" | "stderr">> & { readonly input?: string };
const nowhere = { write: () => {} };

function session({ stdout = nowhere, stderr = nowhere, input = "" }: Streams): RegoSession {
  const stdin = (async function* () {
    yield Buffer.from(input);
  })();
  return { stdin, stdout, stderr, program: "sortie", interruption: () => stop.signal };
}

describe("eval", () => {
  it("prints results as JSON, and what policies print on standard error", async () => {
    const { status, stdout, stderr } = await rego(["eval", "-d", policyFile, "-I", "data.p.allow"], '{"x": 2}');
    expect(JSON.parse(stdout)).toEqual({
      result: [{ expressions: [{ value: true, text: "data.p.allow", location: { row: 1, col: 1 } }] }],
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "asked for 2\n" });
  });

  it("reads the query from standard input", async () => {
    expect(await rego(["eval", "--stdin", "-f", "raw"], 'x := "a"; x')).toMatchObject({
      status: 0,
      stdout: "true a\n",
    });
  });

  it("explains what failed", async () => {
    const { stdout } = await rego(
      ["eval", "-d", policyFile, "-I", "data.p.allow", "--explain", "fails", "-f", "pretty", "--var-values"],
      '{"x": 1}',
    );
    expect(stdout.replaceAll(/ {2,}/g, "  ")).toBe(`query:1  Enter data.p.allow  {}
p.rego:5  | Enter data.p.allow  {}
p.rego:7  | | Fail input.x > 1  {}
false
`);
  });

  it("shows notes with what led to them", async () => {
    const { stdout } = await rego(
      ["eval", "-d", policyFile, "-I", "data.p.allow", "--explain", "notes", "-f", "pretty"],
      '{"x": 2}',
    );
    expect(stdout.split("\n").map((line) => line.replace(/^\S+\s+/, ""))).toEqual([
      "Enter data.p.allow",
      "| Enter data.p.allow",
      '| | Note "big enough"',
      "true",
      "",
    ]);
  });

  it("ends an evaluation that takes too long", async () => {
    const { status, stdout } = await rego([
      "eval",
      "--timeout",
      "1ms",
      "count([x | x := numbers.range(1, 3000)[_]; numbers.range(1, 3000)[_] == x])",
    ]);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      errors: [{ message: "caller cancelled query execution", code: "eval_cancel_error" }],
    });
  });

  it("profiles: which lines took how long, and how often they were evaluated", async () => {
    const args = ["eval", "-d", policyFile, "-I", "data.p.allow"];
    const { stdout } = await rego([...args, "--profile-sort", "line", "--profile-limit", "2"], '{"x": 2}');
    const { metrics, profile } = JSON.parse(stdout.replaceAll(`${folder}/`, "")) as Record<string, unknown>;
    expect(metrics).toHaveProperty("timer_rego_query_eval_ns");
    const counts = { total_time_ns: expect.any(Number) as number, num_eval: 1, num_redo: 0, num_gen_expr: 1 };
    expect(profile).toEqual([
      { ...counts, location: { file: "p.rego", row: 8, col: 2 } },
      { ...counts, location: { file: "p.rego", row: 7, col: 2 } },
    ]);
    const table = await rego([...args, "--profile", "-f", "pretty"], '{"x": 2}');
    expect(table.stdout).toMatch(/│ +Time +│ Num Eval │ Num Redo │ Num Gen Expr │ +Location +│/);
    expect(table.stdout).toMatch(/│ \d[\d.]*[mnµ]?s +│ 1 +│ 0 +│ 1 +│ p\.rego:8 +│/);
  });

  it("evaluates the same where OPA's evaluation is to be tuned", async () => {
    const flags = ["--disable-indexing", "--disable-early-exit", "--optimize-store-for-read-speed", "-t", "rego"];
    expect(await rego(["eval", "1 + 1", "-f", "raw", ...flags])).toMatchObject({ status: 0, stdout: "2\n" });
    expect(await rego(["eval", "1 + 1", "-t", "wasm"])).toMatchObject({ status: 1 });
  });

  it("says what is wrong with a capabilities file", async () => {
    const file = join(folder, "capabilities.json");
    for (const [text, reason] of [
      ["{", "Expected property name"],
      ["[]", "capabilities must be an object"],
    ] as const) {
      writeFileSync(file, text);
      const { status, stderr } = await rego(["eval", "1", "--capabilities", file]);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringContaining(
          `Error: invalid argument "${file}" for "--capabilities" flag: ${reason}`,
        ) as string,
      });
    }
  });

  it.each([
    [[], "specify query argument or --stdin"],
    [["a", "b"], "specify at most one query argument; put the query in quotes"],
    [["--stdin", "a"], "specify query argument or --stdin but not both"],
    [["a", "--fail", "--fail-defined"], "specify --fail or --fail-defined but not both"],
  ])("refuses %s", async (args, message) => {
    const { status, stderr } = await rego(["eval", ...args]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: `Error: ${message}\nSee sortie rego eval --help\n` });
  });
});

describe("test", () => {
  it("shows what did not pass, with its cases and prints, and counts", async () => {
    const { status, stdout } = await rego(["test", policyFile, testFile]);
    expect(status).toBe(2);
    expect(stdout.replaceAll(/\([\d.]+\S+\)/g, "(0s)")).toBe(`p_test.rego:7:
data.p_test.test_cases: FAIL (0s)
  one: FAIL

  asked for 1
  asked for 2

p_test.rego:12:
data.p_test.todo_test_deny: SKIPPED
${"-".repeat(80)}
PASS: 2/4
FAIL: 1/4
SKIPPED: 1/4
`);
  });

  it("shows with -v every test, and the steps that failed", async () => {
    const { stdout } = await rego(["test", "-v", policyFile, testFile]);
    expect(stdout).toContain("data.p_test.test_allow: PASS");
    expect(stdout).toContain("\n  two: PASS\n");
    expect(stdout).toMatch(
      /FAILURES\n-+\ndata\.p_test\.test_cases: FAIL .*\n\n(?: {2}.*\n)* {2}p\.rego:7 +(?:\| )+Fail input\.x > 1\n/,
    );
  });

  it("is content with skipped tests where it is told to, and runs only what is asked for", async () => {
    expect(await rego(["test", policyFile, testFile, "-r", "todo"])).toMatchObject({ status: 2 });
    expect(await rego(["test", policyFile, testFile, "-r", "todo", "-z"])).toMatchObject({ status: 0 });
    expect(await rego(["test", policyFile, testFile, "-r", "test_allow$"])).toMatchObject({
      status: 0,
      stdout: "PASS: 1/1\n",
    });
    expect(await rego(["test", policyFile, "--fail-on-empty"])).toMatchObject({
      status: 1,
      stderr: "no tests were run\n",
    });
  });

  it("reports the slowest tests first where it is asked to", async () => {
    const { stdout } = await rego(["test", policyFile, testFile, "--format", "json", "--sort", "duration"]);
    const durations = (JSON.parse(stdout) as { duration: number }[]).map(({ duration }) => duration);
    expect(durations).toEqual(durations.toSorted((a, b) => b - a));
    expect((await rego(["test", policyFile, testFile, "--sort", "duration"])).stderr).toBe(
      "warning: --sort is only supported with JSON format\n",
    );
  });

  it("runs again whenever a file changes, until it is interrupted", async () => {
    const watched = join(folder, "watched_test.rego");
    writeFileSync(watched, "package watched_test\n\ntest_it if true\n");
    const said: string[] = [];
    const write = (text: string): void => {
      said.push(text);
      if (!text.endsWith("Watching for changes ...\n")) return;
      if (said.length === 2) writeFileSync(watched, "package watched_test\n\ntest_it if false\n");
      else stop.abort();
    };
    expect(await regoCommand(["test", "--watch", watched], session({ stdout: { write } }))).toBe(0);
    expect(said.filter((text) => text.includes("FAIL")).join("")).toContain("data.watched_test.test_it: FAIL");
  });

  it("checks policies by the schema of their input", async () => {
    const schema = join(folder, "input-schema.json");
    writeFileSync(schema, '{"type": "object", "properties": {"y": {"type": "number"}}}');
    const { status, stderr } = await rego(["test", "--schema", schema, policyFile, testFile]);
    expect(status).toBe(1);
    expect(stderr).toContain("undefined ref: input.x");
  });

  it("fails where tests look at too little", async () => {
    const args = ["test", policyFile, testFile, "-r", "test_allow$", "--threshold"];
    expect(await rego([...args, "10"])).toMatchObject({ status: 0 });
    expect(await rego([...args, "99"])).toMatchObject({
      status: 2,
      stderr: "Code coverage threshold not met: got 55.56 instead of 99.00\n",
    });
  });
});

describe("check", () => {
  it("refuses refs to what the schema of the input does not have", async () => {
    const schema = join(folder, "schema.json");
    writeFileSync(schema, '{"type": "object", "properties": {"y": {"type": "number"}}}');
    const { status, stderr } = await rego(["check", "--schema", schema, policyFile]);
    expect({ status, stderr: stderr.replaceAll(`${folder}/`, "") }).toEqual({
      status: 1,
      stderr: expect.stringContaining("p.rego:7: rego_type_error: undefined ref: input.x") as string,
    });
    expect(await rego(["eval", "-s", schema, "-f", "values", "input.z"])).toMatchObject({ status: 2 });
    expect(await rego(["eval", "-s", schema, "-I", "-f", "values", "input.y"], '{"y": 1}')).toMatchObject({
      status: 0,
    });
  });
  it("reads a folder of schemas for the METADATA comments that name them, and says which is not there", async () => {
    const schemas = join(folder, "schemas");
    mkdirSync(join(schemas, "k8s"), { recursive: true });
    writeFileSync(join(schemas, "k8s", "pod.yaml"), "properties: {kind: {type: string}}");
    const file = join(folder, "typed.rego");
    const rule = (schema: string, ref: string) =>
      writeFileSync(file, `package q\n\n# METADATA\n# schemas:\n#   - input.pod: ${schema}\np := input.pod.${ref}\n`);
    rule("schema.k8s.pod", "kind");
    expect(await rego(["check", "-s", schemas, file])).toMatchObject({ status: 0, stderr: "" });
    rule("schema.k8s.pod", "spec");
    const found = await rego(["check", "-s", schemas, file]);
    expect(found.stderr).toContain("rego_type_error: undefined ref: input.pod.spec");
    rule("schema.node", "spec");
    expect((await rego(["check", "-s", schemas, file])).stderr).toContain("undefined schema: schema.node");
    const missing = await rego(["check", "-s", join(folder, "none"), file]);
    expect(missing.stderr).toMatch(/during loading: stat .*none: no such file or directory/);
  });

  it("says nothing where there is nothing to say, and where what is wrong", async () => {
    expect(await rego(["check", policyFile])).toEqual({ status: 0, stdout: "", stderr: "" });
    const broken = join(folder, "broken.rego");
    writeFileSync(broken, "package q\n\na := b\n");
    const { status, stderr } = await rego(["check", broken]);
    expect(status).toBe(1);
    expect(stderr).toBe(`1 error occurred: ${broken}:3: rego_unsafe_var_error: var b is unsafe\n`);
    rmSync(broken);
  });
});

it("explains itself, and suggests what was meant", async () => {
  expect((await rego([])).stdout).toContain("sortie rego COMMAND --help");
  expect((await rego(["test", "--help"])).stdout).toContain("sortie rego test PATH…");
  expect(await rego(["evel"])).toEqual({
    status: 1,
    stdout: "",
    stderr: "Error: unknown command evel. Did you mean eval?\nSee sortie rego --help\n",
  });
});
