import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Source } from "../arguments/parse-arguments.ts";

/** The folder of the control library that comes with the command. */
export function ownPoliciesFolder(): string {
  return inRepository("policies");
}

function exampleFolder(): string {
  return inRepository("examples/online-shop");
}

/** Asked for when it is needed: a start-up snapshot may lie elsewhere than where it was made. */
function inRepository(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

/** The files and folders that a source means; `undefined` for a cluster. */
export function pathsOf(source: Source): string[] | undefined {
  if (source.type === "cluster") return undefined;
  return source.type === "files" ? source.paths : [exampleFolder()];
}

/** What a report calls the source. */
export function nameOf(source: Source, clusterName: string, folder: string): string {
  if (source.type === "cluster") return `Cluster ${clusterName}`;
  if (source.type === "example") return shownFrom(folder, exampleFolder());
  const [first = "", second, ...more] = source.paths.map((path) => (path === "-" ? "standard input" : path));
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first} and ${more.length + 1} more`;
}

function shownFrom(folder: string, path: string): string {
  const short = relative(folder, path);
  return short.startsWith("..") ? path : short;
}
