import { isConstant } from "../tree/constants.ts";
import { equalTerms } from "../tree/term-order.ts";
import { type Body, type Expr, isEquality, type Term } from "../tree/tree.ts";

/** Enumerations beyond this are not followed. */
const mostRefs = 64;

type Values = readonly Term[];
type Known = ReadonlyMap<string, Values>;

/** What constants the variables of a body range over, line by line: `some x in ["a", "b"]`. */
export class Narrowing {
  private readonly body: Body;
  private bindings: { readonly line: number; readonly name: string; readonly values: Values }[] | undefined;

  constructor(body: Body) {
    this.body = body;
  }

  /** Only what earlier lines bind counts: a variable that a ref reaches first ranges over all that is there. */
  before(line: number): Known {
    this.bindings ??= bindingsOf(this.body);
    const known = new Map<string, Values>();
    for (const binding of this.bindings) if (binding.line < line) known.set(binding.name, binding.values);
    return known;
  }
}

function bindingsOf(body: Body): { line: number; name: string; values: Values }[] {
  const bindings: { line: number; name: string; values: Values }[] = [];
  const known = new Map<string, Values>();
  for (const [line, expr] of body.entries()) {
    const binding = bindingOf(expr, known);
    if (binding === undefined || known.has(binding.name)) continue;
    known.set(binding.name, binding.values);
    bindings.push({ line, ...binding });
  }
  return bindings;
}

function bindingOf(expr: Expr, known: Known): { name: string; values: Values } | undefined {
  if (!isEquality(expr) || expr.negated || expr.withs.length > 0) return undefined;
  const [, left, right] = expr.terms;
  if (left === undefined || right === undefined) return undefined;
  return bindingOfSide(left, right, known) ?? bindingOfSide(right, left, known);
}

function bindingOfSide(side: Term, other: Term, known: Known): { name: string; values: Values } | undefined {
  if (side.kind !== "var") return undefined;
  const values = valuesOf(other, known);
  return values === undefined ? undefined : { name: side.name, values };
}

/** All values a term can have, or undefined where that is not known. */
function valuesOf(term: Term, known: Known): Values | undefined {
  if (term.kind === "var") return known.get(term.name);
  if (term.kind === "ref") return valuesOfRef(term.terms, known);
  return isConstant(term) ? [term] : undefined;
}

function valuesOfRef([head, ...path]: readonly Term[], known: Known): Values | undefined {
  let values = head === undefined ? undefined : valuesOf(head, known);
  for (const key of path) {
    if (values === undefined) return undefined;
    const next: Term[] = [];
    for (const value of values) {
      const members = isConstant(key) ? memberAt(value, key) : membersOf(value);
      if (members === undefined) return undefined;
      next.push(...members);
    }
    if (next.length > mostRefs) return undefined;
    values = next;
  }
  return values;
}

function memberAt(value: Term, key: Term): Values {
  if (value.kind === "array") {
    const item = key.kind === "scalar" && typeof key.value === "number" ? value.items[key.value] : undefined;
    return item === undefined ? [] : [item];
  }
  if (value.kind === "object") return value.entries.filter(([k]) => equalTerms(k, key)).map(([, member]) => member);
  return value.kind === "set" && value.items.some((item) => equalTerms(item, key)) ? [key] : [];
}

/** The members of a constant collection. */
export function membersOf(value: Term): Values | undefined {
  if (value.kind === "array" || value.kind === "set") return value.items;
  return value.kind === "object" ? value.entries.map(([, member]) => member) : undefined;
}

/** The refs that a ref can stand for, given what its variables range over. */
export function narrowedRefs(ref: readonly Term[], known: Known): (readonly Term[])[] {
  let refs: (readonly Term[])[] = [ref];
  if (known.size === 0) return refs;
  for (let at = 1; at < ref.length; at++) {
    const key = ref[at] as Term;
    const values = isConstant(key) ? undefined : valuesOf(key, known);
    if (values === undefined || values.length === 0 || refs.length * values.length > mostRefs) continue;
    refs = refs.flatMap((each) => values.map((value) => each.with(at, value)));
  }
  return refs;
}
