import type { Term, With } from "../tree/tree.ts";
import { anyType, type Unknown } from "../types/types.ts";
import { either } from "./combine-types.ts";
import type { TypeEnvironment } from "./environment.ts";
import { groundPrefix, isGroundRef } from "./rule-tree.ts";
import { putType, type TypeTree } from "./type-tree.ts";

type Relaxed = (target: readonly Term[], isFunction: boolean) => TypeTree | undefined;

/**
 * What is known where documents and functions are replaced: a document can be of its own type or of its replacement's,
 * and what depends on it can be anything. A function keeps its type, with which its replacement is compared.
 */
export function replacedTypes(env: TypeEnvironment, withs: readonly With[], relaxed: Relaxed): TypeEnvironment {
  let scope = env;
  const replaced: [readonly Term[], Unknown][] = [];
  for (const { target, value } of withs) {
    if (target.kind !== "ref") continue;
    const type = env.typeOfRef(target.terms);
    const isFunction = type?.kind === "function";
    const tree = relaxed(target.terms, isFunction);
    if (tree !== undefined) scope = scope.forExpression(tree);
    if (isFunction) continue;
    const replacement = env.typeOf(value);
    const isKnown = isGroundRef(target.terms) && type !== undefined && replacement !== undefined;
    replaced.push([groundPrefix(target.terms), (isKnown ? either(type, replacement) : undefined) ?? anyType]);
  }
  if (replaced.length === 0) return scope;
  scope = scope.forExpression();
  for (const [path, type] of replaced) putType(scope.tree, path, type);
  return scope;
}
