import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Source } from "../arguments/parse-arguments.ts";

const repository = new URL("../../../", import.meta.url);

/** The control library that comes with the command. */
export const ownPoliciesFolder = fileURLToPath(new URL("policies", repository));

const exampleFolder = fileURLToPath(new URL("examples/online-shop", repository));

/** The files and folders that a source means; `undefined` for a cluster. */
export function pathsOf(source: Source): string[] | undefined {
  if (source.type === "cluster") return undefined;
  return source.type === "files" ? source.paths : [exampleFolder];
}

/** What a report calls the source. */
export function nameOf(source: Source, clusterName: string, folder: string): string {
  if (source.type === "cluster") return `Cluster ${clusterName}`;
  if (source.type === "example") return shownFrom(folder, exampleFolder);
  const [first = "", second, ...more] = source.paths.map((path) => (path === "-" ? "standard input" : path));
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first} and ${more.length + 1} more`;
}

function shownFrom(folder: string, path: string): string {
  const short = relative(folder, path);
  return short.startsWith("..") ? path : short;
}
