import type { RulePath } from "@sortie/wire";
import type { PathList } from "../evaluate/path-lists.ts";

const known = new WeakMap<PathList, RulePath[]>();

/** Paths as results store them, made once for all resources that fail in the same places. */
export function storedPathsOf(list: PathList): RulePath[] {
  const made = known.get(list) ?? storedPaths(list.paths);
  known.set(list, made);
  return made;
}

/**
 * Paths as results store them: each place once, although rules list it as failed and again as what to do about it, and
 * although they may answer twice about one place.
 */
export function storedPaths(paths: readonly RulePath[]): RulePath[] {
  const places = new Map<string, RulePath>();
  const others = new Map<string, RulePath>();
  for (const path of paths) {
    if (path.fixPath !== "" || path.fixPathValue !== "" || path.fixCommand !== "") {
      others.set(JSON.stringify(path), path);
      continue;
    }
    const place = `${path.resourceID ?? ""} ${path.failedPath || path.deletePath || path.reviewPath || ""}`;
    const known = places.get(place);
    places.set(place, { ...known, ...path, failedPath: path.failedPath || known?.failedPath || "" });
  }
  return [...places.values(), ...others.values()];
}
