import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const pages = globSync("**/*.md", { cwd: root, exclude: (name) => name === "node_modules" || name.startsWith(".") });
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };

it.each(pages)("%s links to files that exist", (page) => {
  const targets = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target]) => target ?? "");
  expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
});

it.each(pages)("%s leads to headings that exist", (page) => {
  const anchors = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)];
  const lost = anchors.filter(([, target = "", anchor = ""]) => !headings(page, target).map(anchorOf).includes(anchor));
  expect(lost.map(([link]) => link)).toEqual([]);
  const named = [...flowing(page).matchAll(/\]\((?!https?:)([^)#\s]+\.md)\),? "([^"]+)"/g)];
  const unknown = named.filter(([, target = "", heading = ""]) => !headings(page, target).includes(heading));
  expect(unknown.map(([link]) => link)).toEqual([]);
});

it.each(pages.filter((page) => !page.startsWith("docs/adr/")))("%s names source files that exist", (page) => {
  const file = /`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|rego|tpl))`/g;
  const named = [...read(page).matchAll(file)].map(([, path]) => path ?? "");
  const places = (path: string) => [
    join(dirname(page), path),
    join(dirname(page), "src", path),
    path,
    join("policies", path),
  ];
  expect(named.filter((path) => !places(path).some((place) => existsSync(join(root, place))))).toEqual([]);
});

it.each(pages)("%s names npm scripts that exist", (page) => {
  const named = [...read(page).matchAll(/npm (?:run )?((?<=run )[\w:-]+|start|test)\b/g)].map(
    ([, script]) => script ?? "",
  );
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});

it("the directory map of the README has every folder and no other", () => {
  const mapped = [...directoryMap().matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) =>
    [...(cell ?? "").matchAll(/`([\w./-]+)`/g)].map(([, path]) => path ?? ""),
  );
  expect(mapped.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const top = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const mappedTop = new Set(mapped.map((path) => path.split("/")[0]));
  const local = new Set(["logs", "node_modules", ".git", ".ci", ".turbo"]);
  expect(top.filter((name) => !mappedTop.has(name) && !local.has(name))).toEqual([]);
});

it("CONTRIBUTING names files that exist", () => {
  const named = [...read("CONTRIBUTING.md").matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) =>
    [...(cell ?? "").matchAll(/`([\w./-]+)`/g)].map(([, path]) => path ?? ""),
  );
  const placeholders = /XXXX/;
  expect(named.filter((path) => !placeholders.test(path) && !existsSync(join(root, path)))).toEqual([]);
  expect(named.length).toBeGreaterThan(15);
});

it("the README fits on a few screens", () => {
  expect(read("README.md").split("\n").length).toBeLessThanOrEqual(120);
});

it.each(pages)("%s speaks of the project only", (page) => {
  expect(read(page)).not.toMatch(/\.\.\/shared\b(?!\/oracle)|\/work\/|TODO|FIXME/);
});

function read(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** Without line breaks, which fall anywhere. */
function flowing(page: string): string {
  return read(page).replaceAll("\n", " ");
}

/** Of the page that a link leads to; an empty one is the page itself. */
function headings(page: string, target: string): string[] {
  const text = read(target === "" ? page : join(dirname(page), target)).replaceAll(/^```[\s\S]*?^```/gm, "");
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}

function directoryMap(): string {
  return read("README.md").split("## Directory map")[1]?.split("\n## ")[0] ?? "";
}
