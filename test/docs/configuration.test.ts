import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const references = globSync("docs/reference/*.md", { cwd: root }).map(read).join("\n");

const programs = [
  { program: "dispatcher", edge: "run-service" },
  { program: "storage", edge: "run-service" },
  { program: "jobs/config-scan", edge: "run-job" },
];

it.each(programs)("$program's README has every variable that the program reads", ({ program, edge }) => {
  const page = `${read(`${program}/README.md`)}\n${program === "jobs/config-scan" ? references : ""}`;
  const unnamed = variablesOf(program, edge).filter((name) => !new RegExp(`\`${name}[\`=]`).test(page));
  expect(unnamed).toEqual([]);
});

it.each(programs)("$program's README has no variable that the program does not read", ({ program, edge }) => {
  const listed = rowNames(read(`${program}/README.md`), /`([A-Z][A-Z0-9_]{2,})`/g);
  const known = variablesOf(program, edge);
  expect(listed.length).toBeGreaterThan(10);
  expect(listed.filter((name) => !known.includes(name))).toEqual([]);
});

it("the page of the storage API has every metric of storage, and no other", () => {
  const source = globSync("storage/src/**/*.ts", { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
  const metric = /"((?:apiserver|sortie_storage|process|nodejs)_[a-z0-9_]+)"/g;
  const served = source.flatMap((file) => matches(read(file), metric));
  const listed = rowNames(read("docs/reference/storage-api.md").split("## Metrics")[1] ?? "", /`([a-z0-9_]+)`/g);
  expect(listed.toSorted()).toEqual([...new Set(served)].toSorted());
});

it("the page of the command line has every flag, and no other", () => {
  const flags = matches(read("cli/src/arguments/options.ts"), /\bname: "([a-z-]+)"/g);
  const page = read("docs/reference/command-line.md");
  expect(flags.length).toBeGreaterThan(15);
  expect(flags.filter((name) => !new RegExp(`\`--${name}[ \`]`).test(page))).toEqual([]);
  const table = page.slice(page.indexOf("| flag "), page.indexOf("## Exit status"));
  expect(matches(table, /`--([a-z-]+)/g).filter((name) => !flags.includes(name))).toEqual([]);
});

it("config-scan's README has every code that a scan fails with", () => {
  const source = globSync(["jobs/config-scan/src/**/*.ts", "packages/{posture,process}/src/**/*.ts"], { cwd: root });
  const thrown = source
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => matches(read(file), /new JobError\(\s*"([a-z_]+)"/g));
  const listed = rowNames(read("jobs/config-scan/README.md").split("## Output")[1] ?? "", /`([a-z_]+)`/g);
  expect(listed.toSorted()).toEqual([...new Set([...thrown, "bug"])].toSorted());
});

/** Of the program's own schema and of the one that all programs of its sort have. */
function variablesOf(program: string, edge: string): string[] {
  const files = [`${program}/src/config.ts`, `packages/process/src/${edge}.ts`];
  return files.flatMap((file) => matches(read(file), /^ {2}([A-Z][A-Z0-9_]+): /gm));
}

/** Names in all cells but the last, which says what they mean. */
function rowNames(page: string, name: RegExp): string[] {
  const rows = page.split("\n").filter((line) => line.startsWith("| "));
  return rows.flatMap((row) => matches(row.slice(0, row.lastIndexOf(" | ")), name));
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found = ""]) => found);
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
