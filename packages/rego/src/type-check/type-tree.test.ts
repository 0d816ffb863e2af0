import { expect, it } from "vitest";
import { type Term, text, variable } from "../tree/tree.ts";
import { anyType, numberType, stringType } from "../types/types.ts";
import { nowhere } from "./problems.ts";
import { childAt, emptyTree, extentOf, putType, type TypeTree } from "./type-tree.ts";

const data = variable("data", nowhere);
function at(...names: string[]): Term[] {
  return [data, ...names.map((name) => text(name, nowhere))];
}

function below(tree: TypeTree, ...names: string[]): TypeTree {
  return at(...names).reduce((node, key) => childAt(node, key) as TypeTree, tree);
}

it("puts the types below a place together once, however often they are asked for", () => {
  const tree = emptyTree();
  for (let i = 0; i < 100; i++) putType(tree, at("a", `r${i}`), i % 2 === 0 ? numberType : stringType);
  const extent = extentOf(below(tree, "a"));
  expect(extent.keys).toEqual(stringType);
  expect(extent.values).toEqual(anyType);
  expect(extentOf(below(tree, "a"))).toBe(extent);
  extentOf(below(tree));
  expect(extentOf(below(tree, "a"))).toBe(extent);
});

it("puts them together again where one of them became another, and nowhere else", () => {
  const tree = emptyTree();
  putType(tree, at("a", "r"), numberType);
  putType(tree, at("b", "r"), numberType);
  const [whole, changed, other] = [extentOf(below(tree)), extentOf(below(tree, "a")), extentOf(below(tree, "b"))];
  putType(tree, at("a", "r"), stringType);
  expect(extentOf(below(tree, "a"))).not.toBe(changed);
  expect(extentOf(below(tree))).not.toBe(whole);
  expect(extentOf(below(tree, "b"))).toBe(other);
});
