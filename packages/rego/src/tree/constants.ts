import type { PropertyKey, Type } from "../types/types.ts";
import { arrayOf, booleanType, nullType, numberType, objectOf, setOf, stringType } from "../types/types.ts";
import { compareTerms } from "./term-order.ts";
import { termText } from "./term-text.ts";
import type { Term } from "./tree.ts";
import { isComprehension, some, type TreeNode } from "./visit.ts";

/** Whether a term is a value as it is written. */
export function isConstant(term: Term): boolean {
  switch (term.kind) {
    case "scalar":
      return true;
    case "var":
    case "ref":
    case "call":
      return false;
    default:
      return !some(term, needsValue);
  }
}

function needsValue(node: TreeNode): boolean {
  return node.kind === "var" || node.kind === "ref" || node.kind === "call" || isComprehension(node);
}

/** Whether a term is free of variables that a match could bind. */
export function isGround(term: Term): boolean {
  switch (term.kind) {
    case "scalar":
      return true;
    case "ref":
      return term.terms.every((part, i) => i === 0 || isGround(part));
    case "array":
    case "set":
      return term.items.every(isGround);
    case "object":
      return term.entries.every(([key, value]) => isGround(key) && isGround(value));
    case "call":
      return term.terms.every(isGround);
    default:
      return false;
  }
}

/** Whether a term has to be evaluated before it can be a key, a member or a value. */
export function requiresEvaluation(term: Term): boolean {
  if (term.kind === "scalar" || term.kind === "var") return false;
  return some(term, (node) => node.kind === "ref" || isComprehension(node));
}

/** A constant as the key of a property. */
export function propertyKeyOf(term: Term): PropertyKey | undefined {
  if (term.kind === "scalar") {
    const { value } = term;
    return value === null || typeof value !== "object"
      ? (value as PropertyKey)
      : { text: String(value), type: numberType };
  }
  return isConstant(term) ? { text: `${term.kind} ${termText(term)}`, type: typeOfConstant(term) } : undefined;
}

export function typeOfConstant(term: Term): Type {
  switch (term.kind) {
    case "scalar":
      if (term.value === null) return nullType;
      if (typeof term.value === "boolean") return booleanType;
      return typeof term.value === "string" ? stringType : numberType;
    case "set":
      return arrayOf(term.items.toSorted(compareTerms).map(typeOfConstant));
    case "array":
      return arrayOf(term.items.map(typeOfConstant));
    case "object":
      return objectOf(
        term.entries.flatMap(([key, value]) => {
          const property = propertyKeyOf(key);
          return property === undefined ? [] : [{ key: property, type: typeOfConstant(value) }];
        }),
      );
    default:
      return setOf(undefined);
  }
}
