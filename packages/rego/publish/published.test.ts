import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const bin = join(root, "node_modules", ".bin");
let folder: string;

/** A project of somebody else's with the packed package in it; what that depends on is the one thing borrowed from here. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-rego-"));
  run("node", [join(root, "packages/rego/publish/build.ts")]);
  run("npm", ["pack", join(root, "packages/rego/dist"), "--silent"]);
  const [archive = ""] = readdirSync(folder);
  const installed = join(folder, "node_modules/@sortie/rego");
  execFileSync("mkdir", ["-p", installed]);
  run("tar", ["-xzf", archive, "-C", installed, "--strip-components=1"]);
  for (const name of ["re2js", "yaml"])
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = `import { compile, evaluateInWorker, RegoCompileError } from "@sortie/rego";
const policy = compile([{ name: "a.rego", source: "package a\\ngreeting := sprintf(\\"hello %s\\", [input.name])" }]);
const greeting = policy.evaluate("data.a.greeting", { input: { name: "world" } });
if (typeof greeting === "string") process.stdout.write(greeting);
try { compile([{ name: "b.rego", source: "package b\\nx := y" }]); } catch (error) {
  if (error instanceof RegoCompileError) process.stdout.write(" " + error.errors[0]?.code);
}
const isolated = await evaluateInWorker([{ name: "c.rego", source: "package c\\nx := 1" }], "data.c.x");
process.stdout.write(" " + JSON.stringify(isolated));
`;

it("runs from the packed archive in a project of plain JavaScript", () => {
  writeFileSync(join(folder, "program.js"), program);

  expect(run("node", ["program.js"])).toBe("hello world rego_unsafe_var_error 1");
});

it("comes with types that a strict TypeScript project accepts", () => {
  writeFileSync(join(folder, "program.ts"), program);
  symlinkSync(join(root, "node_modules/@types"), join(folder, "node_modules/@types"));
  const options = ["--strict", "--noEmit", "--module", "NodeNext", "--target", "ES2024", "--types", "node"];

  expect(run("tsc", [...options, "program.ts"])).toBe("");
});

it("holds no test and nothing outside the package", () => {
  const files = run("tar", ["-tzf", readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? ""]).split("\n");

  expect(files.filter((name) => /\.test\.|\/fuzz\/|\.ts$/.test(name) && !name.endsWith(".d.ts"))).toEqual([]);
  expect(files).toContain("package/README.md");
  expect(files).toContain("package/LICENSE");
});

function run(command: string, args: string[]): string {
  return execFileSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
  });
}
