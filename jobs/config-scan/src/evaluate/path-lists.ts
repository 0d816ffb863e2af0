import { createHash } from "node:crypto";
import type { RulePath } from "@sortie/wire";

/** A list of paths that many resources share: it never changes, and a longer one is another list. */
export type PathList = {
  readonly paths: readonly RulePath[];
  /** The same for the same paths in the same order, also in another scan. */
  readonly digest: string;
  with(path: RulePath): PathList;
};

/** Lists beyond this many are not shared, so that objects which fail in places of their own cannot fill the memory twice. */
const mostShared = 100_000;

/**
 * The empty list, from which all others grow. Workloads of one shape fail in the same places, and a scan has millions of
 * failures: each list is kept once, found by its last path from the list before it.
 */
export function emptyPathList(): PathList {
  let shared = 0;

  function listOf(paths: readonly RulePath[], digest: string): PathList {
    const longer = new Map<string, PathList>();
    return {
      paths,
      digest,
      with(path) {
        const key = keyOf(path);
        const known = longer.get(key);
        if (known) return known;
        const list = listOf([...paths, path], digestOf(`${digest}\n${key}`));
        if (shared < mostShared) longer.set(key, list);
        shared += 1;
        return list;
      },
    };
  }
  return listOf([], "");
}

function keyOf(path: RulePath): string {
  const { failedPath, fixPath, fixPathValue, fixCommand, deletePath = "", reviewPath = "", resourceID = "" } = path;
  return [failedPath, fixPath, fixPathValue, fixCommand, deletePath, reviewPath, resourceID].join("\n");
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
