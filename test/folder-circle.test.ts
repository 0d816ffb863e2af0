import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folderCircle, relativeImports } from "./folder-circle.ts";

const root = join(import.meta.dirname, "..");
const sources = globSync("{packages/*,jobs/*,dispatcher,storage,cli,images}/src", { cwd: root });

/** A test may look at anything. */
function modulesOf(folder: string) {
  const paths = globSync("**/*.ts", { cwd: join(root, folder) }).filter((path) => !path.endsWith(".test.ts"));
  return paths.map((path) => ({ path, imports: relativeImports(readFileSync(join(root, folder, path), "utf8")) }));
}

it.each(sources)("has no folders in %s that need each other, at any depth", (source) => {
  const folders = [source, ...globSync(`${source}/**/*/`, { cwd: root })];
  const circles = folders.map((folder) => ({ folder, circle: folderCircle(modulesOf(folder)) }));
  expect(circles.filter(({ circle }) => circle)).toEqual([]);
});

it("finds a way around through any number of folders", () => {
  const modules = [
    { path: "main.ts", imports: ["./api/app.ts"] },
    { path: "api/app.ts", imports: ["../watch/watch.ts", "./wire/json.ts"] },
    { path: "watch/watch.ts", imports: ["../store/store.ts"] },
    { path: "store/sqlite/open.ts", imports: ["../store.ts", "../../api/wire/json.ts", "../../../outside.ts"] },
  ];
  expect(folderCircle(modules)).toEqual(["api", "watch", "store", "api"]);
  expect(folderCircle(modules.slice(0, 3))).toBeUndefined();
});

it("reads statements over several lines, types, exports and calls", () => {
  const text = `import type {\n  A,\n} from "./a.ts";\nexport * from "../b.ts";\nawait import("./c.ts");\nimport "./d.ts";\nimport "e";`;
  expect(relativeImports(text)).toEqual(["./a.ts", "../b.ts", "./c.ts", "./d.ts"]);
});
