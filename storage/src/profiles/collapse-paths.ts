/** Stands for one part of a path, whatever it is. */
const anyPart = "⋯";
/** Stands for all parts that follow. */
const anyRest = "*";

/** How many different parts may follow a directory before they become one. 1: nothing below it is told apart. */
export type Threshold = (directory: string) => number;

type Node = Map<string, Node>;

/**
 * The pattern that each path becomes: where more parts than the threshold follow one directory they become `⋯`, together
 * with what is below them. What was a pattern before takes in what it stands for, so that doing it again changes nothing.
 */
export function collapsePaths(paths: string[], threshold: Threshold): (path: string) => string {
  const root: Node = new Map();
  for (const path of paths) insert(root, partsOf(path));
  // The first part is what stands before the first slash: nothing, a port, or a word that is no path.
  for (const [first, node] of root) collapse(node, first, threshold);
  return (path) => patternOf(root, partsOf(path)).join("/");
}

/** Parts of a path that are told apart: far more than anybody has directories, and no more than can be walked down. */
const deepest = 500;

function partsOf(path: string): string[] {
  const parts = path.split("/");
  return parts.length <= deepest ? parts : [...parts.slice(0, deepest - 1), parts.slice(deepest - 1).join("/")];
}

function insert(root: Node, parts: string[]): void {
  let node = root;
  for (const part of parts) {
    const next = node.get(part) ?? new Map<string, Node>();
    node.set(part, next);
    node = next;
  }
}

function collapse(node: Node, directory: string, threshold: Threshold): void {
  const most = threshold(directory || "/");
  if (node.size > 0 && (node.has(anyRest) || most === 1)) {
    node.clear();
    node.set(anyRest, new Map());
    return;
  }
  if (node.has(anyPart) || node.size > most) {
    const merged: Node = new Map();
    for (const child of node.values()) mergeInto(merged, child);
    node.clear();
    node.set(anyPart, merged);
  }
  for (const [part, child] of node) collapse(child, `${directory}/${part}`, threshold);
}

function mergeInto(target: Node, source: Node): void {
  for (const [part, child] of source) {
    const known = target.get(part);
    if (known) mergeInto(known, child);
    else target.set(part, child);
  }
}

function patternOf(root: Node, parts: string[]): string[] {
  const pattern: string[] = [];
  let node: Node | undefined = root;
  for (const part of parts) {
    const known: string = node?.has(part) ? part : node?.has(anyPart) ? anyPart : anyRest;
    pattern.push(known);
    if (known === anyRest) break;
    node = node?.get(known);
  }
  return pattern;
}
