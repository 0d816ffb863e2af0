import type { Location } from "../errors.ts";
import { ParseError } from "./parse-error.ts";

/**
 * How deep the parser goes into brackets, bodies and else branches, and how deep a tree may be: a sum of many terms is
 * a deep tree that needs no brackets. Deep enough for any policy a person writes, shallow enough for the stack of all
 * that walks the tree afterwards.
 */
export const deepestNesting = 500;
export const deepestTree = 1000;

export function tooDeep(location: Location): ParseError {
  return new ParseError([{ message: "max parsing recursion depth exceeded", location }], true);
}

/** Whether a text is too short to be a deep tree: a level takes a character, and seldom has two nodes. */
export function isShort(characters: number): boolean {
  return characters * 2 < deepestTree;
}

/** Refuses a tree that is too deep. It walks without recursion, since it looks at trees of any depth. */
export function checkDepth<Tree extends object>(tree: Tree): Tree {
  const waiting: { node: object; depth: number }[] = [{ node: tree, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    const isNode = "kind" in node;
    if (isNode && depth > deepestTree) throw tooDeep((node as unknown as { loc: Location }).loc);
    for (const [key, part] of Object.entries(node)) {
      if (typeof part !== "object" || part === null || key === "loc") continue;
      waiting.push({ node: part as object, depth: isNode ? depth + 1 : depth });
    }
  }
  return tree;
}
