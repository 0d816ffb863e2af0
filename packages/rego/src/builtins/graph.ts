import type { Context } from "../runtime/context.ts";
import { compare } from "../values/compare.ts";
import { isArray } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import type { RegoMap } from "../values/rego-map.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { PlainObject, Value } from "../values/value.ts";
import { chargeMembers } from "./charges.ts";
import { define, mismatch } from "./define.ts";

type Graph = PlainObject | RegoMap;

/** The neighbours of a vertex; undefined where the vertex is not in the graph. */
function edgesOf(graph: Graph, vertex: Value): readonly Value[] | undefined {
  const edges = memberOf(graph, vertex);
  if (edges === undefined) return undefined;
  if (edges instanceof RegoSet) return edges.sorted(compare);
  return Array.isArray(edges) ? (edges as readonly Value[]) : [];
}

function rootsOf(initial: Value): readonly Value[] {
  if (initial instanceof RegoSet) return initial.sorted(compare);
  return isArray(initial) ? initial : mismatch(2, "{array, set}", initial);
}

export const graph = [
  define("graph.reachable", ["object", "any"], function (graph, initial) {
    const reached = new RegoSet();
    const queue = [...rootsOf(initial)];
    for (let vertex = queue.pop(); vertex !== undefined; vertex = queue.pop()) {
      chargeMembers(this, 1);
      const edges = reached.has(vertex) ? undefined : edgesOf(graph, vertex);
      if (edges === undefined) continue;
      reached.add(vertex);
      chargeMembers(this, edges.length);
      for (const next of edges) queue.push(next);
    }
    return reached;
  }),
  define("graph.reachable_paths", ["object", "any"], function (graph, initial) {
    const found = new RegoSet();
    for (const root of rootsOf(initial)) {
      const edges = edgesOf(graph, root);
      if (edges === undefined) continue;
      if (edges.length === 0) found.add([root]);
      for (const next of edges) extend(this, { graph, found }, next, [root]);
    }
    return found;
  }),
];

/** A path ends where the graph does, or where it would come to a vertex it has been to. */
function extend(
  context: Context,
  search: { graph: Graph; found: RegoSet },
  vertex: Value,
  path: readonly Value[],
): void {
  chargeMembers(context, path.length);
  const edges = edgesOf(search.graph, vertex);
  if (edges === undefined) {
    search.found.add(path);
    return;
  }
  const longer = [...path, vertex];
  if (edges.length === 0) search.found.add(longer);
  for (const next of edges) {
    if (longer.some((seen) => compare(seen, next) === 0)) search.found.add(longer);
    else extend(context, search, next, longer);
  }
}
