import { propertyKeyOf } from "../tree/constants.ts";
import { KeyedMap } from "../tree/keyed-map.ts";
import { nameParts, type Term } from "../tree/tree.ts";
import {
  anyType,
  type ObjectType,
  objectOf,
  type Property,
  stringType,
  type Type,
  type Unknown,
  unwrapped,
} from "../types/types.ts";
import { bounded } from "./bounded-type.ts";
import { either, keysOf, valuesOf } from "./combine-types.ts";
import type { KnownBuiltins } from "./known-builtins.ts";
import { nowhere } from "./problems.ts";

/** Types of variables, built-ins, documents and rules by the parts of the refs that lead to them. */
export type TypeTree = {
  readonly key: Term | undefined;
  type: Unknown;
  readonly children: KeyedMap<TypeTree>;
  /** What is known of all that is here; absent where nobody has asked since the last change. */
  extent: Extent | undefined;
};

/** The type of a place with all that is below it, and those of its keys and values. */
type Extent = { readonly type: Unknown; readonly keys: Unknown; readonly values: Unknown };

export function emptyTree(key?: Term): TypeTree {
  return { key, type: undefined, children: new KeyedMap(), extent: undefined };
}

export function childAt(tree: TypeTree, key: Term): TypeTree | undefined {
  return tree.children.get(key);
}

function childFor(tree: TypeTree, key: Term): TypeTree {
  let child = tree.children.get(key);
  if (child === undefined) {
    child = emptyTree(key);
    tree.children.set(key, child);
  }
  return child;
}

export function putType(tree: TypeTree, path: readonly Term[], type: Unknown): void {
  let node = tree;
  node.extent = undefined;
  for (const key of path) {
    node = childFor(node, key);
    node.extent = undefined;
  }
  node.type = bounded(type);
}

/** A new tree with the types of all built-ins. */
export function builtinTree(builtins: KnownBuiltins): TypeTree {
  const tree = emptyTree();
  for (const name of builtins.names()) {
    const type = builtins.typeOf(name);
    if (type !== undefined) putType(tree, nameParts(name, nowhere), type);
  }
  return tree;
}

type TypeOf = (term: Term) => Unknown;

/**
 * Adds the type of one definition of a rule. Objects on the way get a property more; an object that is put in gets
 * those that are known below it.
 */
export function insertType(tree: TypeTree, path: readonly Term[], type: Type, typeOf: TypeOf): void {
  let node = tree;
  node.extent = undefined;
  for (const [i, key] of path.entries()) {
    const child = childFor(node, key);
    child.extent = undefined;
    const known = unwrapped(child.type);
    if (known?.kind === "object" && i + 1 < path.length)
      child.type = withProperty(known, path.slice(i + 1), type, typeOf);
    node = child;
  }
  node.type = bounded(mergeTypes(node.type, type));
  if (unwrapped(type).kind !== "object" || node.children.size === 0) return;
  for (const [leaf, leafType] of leavesOf(node)) {
    const known = unwrapped(node.type);
    if (known?.kind === "object") node.type = withProperty(known, leaf, leafType, typeOf);
  }
}

function leavesOf(node: TypeTree): [Term[], Unknown][] {
  return [...node.children.values()].flatMap((child): [Term[], Unknown][] => {
    const key = child.key as Term;
    if (child.type !== undefined) return [[[key], child.type]];
    return leavesOf(child).map(([path, type]) => [[key, ...path], type]);
  });
}

function withProperty(object: ObjectType, [key, ...rest]: readonly Term[], type: Unknown, typeOf: TypeOf): ObjectType {
  if (key === undefined) return object;
  const value = rest.length === 0 ? type : withProperty(objectOf([]), rest, type, typeOf);
  const keyType = typeOf(key);
  const { dynamic } = object;
  const added =
    dynamic === undefined
      ? { key: keyType, value }
      : { key: either(dynamic.key, keyType), value: either(dynamic.value, value) };
  return { ...object, dynamic: added };
}

/** The type of a rule with two definitions. Sets and objects with unknown keys become one, others a choice. */
function mergeTypes(left: Unknown, right: Unknown): Unknown {
  const a = unwrapped(left);
  const b = unwrapped(right);
  if (a === undefined || b === undefined) return left ?? right;
  if (a.kind === "object") return mergeObject(a, b);
  if (a.kind === "set" && b.kind === "set") return { kind: "set", of: either(a.of, b.of) };
  if (a.kind === "any" && b.kind !== "any") return mergeTypes(b, a);
  return either(a, b);
}

function mergeObject(object: ObjectType, other: Type): Unknown {
  const { dynamic } = object;
  if (object.properties.size > 0) return either(object, other);
  if (other.kind === "object" && other.properties.size === 0) {
    if (dynamic === undefined) return other;
    if (other.dynamic === undefined) return object;
    const key = either(dynamic.key, other.dynamic.key);
    return objectOf([], { key, value: mergeTypes(dynamic.value, other.dynamic.value) });
  }
  if (other.kind !== "any" || dynamic === undefined) return either(object, other);
  for (const member of other.of) {
    if (member.kind !== "object" || member.properties.size > 0 || member.dynamic === undefined) continue;
    member.dynamic.key = either(member.dynamic.key, dynamic.key);
    member.dynamic.value = either(member.dynamic.value, dynamic.value);
    return other;
  }
  return either(object, other);
}

/** The type of all that is at a place: what is known below it, and whatever else documents hold. */
export function extentOf(tree: TypeTree): Extent {
  if (tree.extent !== undefined) return tree.extent;
  const type = tree.type ?? typeOfChildren(tree);
  tree.extent = { type, keys: keysOf(type), values: valuesOf(type) };
  return tree.extent;
}

function typeOfChildren(tree: TypeTree): Unknown {
  const properties: Property[] = [];
  for (const child of tree.children.values()) {
    const key = child.key?.kind === "scalar" && child.key.value !== null ? propertyKeyOf(child.key) : undefined;
    if (key !== undefined) properties.push({ key, type: child.type ?? extentOf(child).type });
  }
  return objectOf(properties, { key: stringType, value: anyType });
}
