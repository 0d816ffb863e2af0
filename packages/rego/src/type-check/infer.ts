import { isConstant } from "../tree/constants.ts";
import { equalTerms } from "../tree/term-order.ts";
import type { ArrayTerm, ObjectTerm, SetTerm, Term } from "../tree/tree.ts";
import {
  type AnyType,
  type ArrayType,
  anyType,
  isAny,
  type ObjectType,
  type Unknown,
  unwrapped,
} from "../types/types.ts";
import { either, isUnknown, itemAt, valuesOf } from "./combine-types.ts";
import { selectedByConstant, type TypeEnvironment } from "./environment.ts";
import { unifies } from "./unify-types.ts";

/** Whether two terms can be equal, given their types; what is not known of one is learnt from the other. */
export function inferEqual(env: TypeEnvironment, left: Term, right: Term): boolean {
  return inferBoth(env, { term: left, type: env.typeOf(left) }, { term: right, type: env.typeOf(right) });
}

type Typed = { readonly term: Term; readonly type: Unknown };

function inferBoth(env: TypeEnvironment, left: Typed, right: Typed): boolean {
  const leftUnknown = isUnknown(left.type);
  const rightUnknown = isUnknown(right.type);
  if (leftUnknown && !rightUnknown) return infer(env, left.term, right.type);
  if (rightUnknown && !leftUnknown) return infer(env, right.term, left.type);
  if (!leftUnknown) return unifies(left.type, right.type);
  return inferUnknown(env, left, right);
}

function inferUnknown(env: TypeEnvironment, left: Typed, right: Typed): boolean {
  const [a, b] = [left.term, right.term];
  if (a.kind === "array") return inferArray(env, a, b);
  if (a.kind === "object") return inferObject(env, a, b);
  if (a.kind === "ref" && b.kind === "var") return infer(env, b, anyType);
  if (a.kind === "var") {
    const isInferred = inferVariable(env, a, b);
    if (isInferred !== undefined) return isInferred;
  }
  // What is known of a part, such as that of a comprehension, is known of the variable.
  if (a.kind === "var" && left.type === undefined && right.type !== undefined) return infer(env, a, right.type);
  return b.kind === "var" && right.type === undefined && left.type !== undefined && infer(env, b, left.type);
}

/** What a variable is, by a term of which some part is not known either; undefined where that says nothing. */
function inferVariable(env: TypeEnvironment, variable: Term, other: Term): boolean | undefined {
  switch (other.kind) {
    case "var":
      return infer(env, variable, anyType) && infer(env, other, env.typeOf(variable));
    case "array":
      return inferArray(env, other, variable);
    case "object":
      return inferObject(env, other, variable);
    case "ref":
      return infer(env, variable, anyType);
    default:
      return undefined;
  }
}

function inferArray(env: TypeEnvironment, array: ArrayTerm, other: Term): boolean {
  if (other.kind === "var") return infer(env, array, anyType) && infer(env, other, env.typeOf(array));
  if (other.kind !== "array" || array.items.length !== other.items.length) return false;
  return array.items.every((item, i) => inferEqual(env, item, other.items[i] as Term));
}

function inferObject(env: TypeEnvironment, object: ObjectTerm, other: Term): boolean {
  if (other.kind === "var") return infer(env, object, anyType) && infer(env, other, env.typeOf(object));
  if (other.kind !== "object" || object.entries.length !== other.entries.length) return false;
  const pairs = object.entries.map(
    ([key, value]) => [value, other.entries.find(([k]) => equalTerms(k, key))?.[1]] as const,
  );
  return pairs.every(([, match]) => match !== undefined) && pairs.every(([a, b]) => inferEqual(env, a, b as Term));
}

/**
 * Whether a term can be of a type. Variables without a type get it. `isChoice`: the type is one of several, so that
 * a variable can be of another as well.
 */
export function infer(env: TypeEnvironment, term: Term, type: Unknown, isChoice = false): boolean {
  switch (term.kind) {
    case "array":
    case "object":
    case "set":
      return inferComposite(env, term, unwrapped(type), isChoice);
    case "var": {
      const known = env.typeOf(term);
      if (!isChoice && known !== undefined) return unifies(known, type);
      env.setVariable(term, isChoice ? either(known, type) : type);
      return true;
    }
    default:
      return unifies(env.typeOf(term), type);
  }
}

type CompositeTerm = ArrayTerm | ObjectTerm | SetTerm;

function inferComposite(env: TypeEnvironment, term: CompositeTerm, type: Unknown, isChoice: boolean): boolean {
  if (type?.kind === "any") return inferChoice(env, term, type);
  if (term.kind === "array") return type?.kind === "array" && inferItems(env, term, type, isChoice);
  if (term.kind === "object") return type?.kind === "object" && inferEntries(env, term, type, isChoice);
  if (type?.kind !== "set") return false;
  const of = valuesOf(type);
  return term.items.every((item) => infer(env, item, of, isChoice));
}

function inferChoice(env: TypeEnvironment, term: CompositeTerm, type: AnyType): boolean {
  if (isAny(type)) {
    for (const part of term.kind === "object" ? term.entries.flat() : term.items) infer(env, part, anyType, true);
    return true;
  }
  let found = false;
  for (const member of type.of) found = infer(env, term, member, true) || found;
  return found;
}

function inferItems(env: TypeEnvironment, { items }: ArrayTerm, type: ArrayType, isChoice: boolean): boolean {
  if (items.length !== type.items.length && type.rest === undefined) return false;
  return items.every((item, i) => infer(env, item, itemAt(type, i), isChoice));
}

function inferEntries(env: TypeEnvironment, { entries }: ObjectTerm, type: ObjectType, isChoice: boolean): boolean {
  if (entries.length !== type.properties.size && type.dynamic?.value === undefined) return false;
  return entries.every(([key, value]) => {
    if (!isConstant(key)) {
      infer(env, value, anyType, isChoice);
      return true;
    }
    const member = selectedByConstant(type, key);
    return member !== undefined && infer(env, value, member, isChoice);
  });
}
