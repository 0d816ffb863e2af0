import { pairwise, valueNeeds } from "../analyse/order.ts";
import type { ArrayTerm, ObjectTerm, Term } from "../syntax/ast.ts";
import { constantName, isConstant } from "./constants.ts";
import { bind, declareDefined, require, type Site } from "./site.ts";

export function matchValue(site: Site, pattern: Term, value: string): void {
  if (pattern.kind === "var" && !site.bound.has(pattern.name)) bind(site, pattern.name, value);
  else if (pattern.kind === "array" && !isReady(site, pattern)) matchArray(site, pattern, value);
  else if (pattern.kind === "object" && !isReady(site, pattern)) matchObject(site, pattern, value);
  else requireEqual(site, pattern, value);
}

function matchArray(site: Site, { items }: ArrayTerm, value: string): void {
  require(site, `Array.isArray(${value}) && ${value}.length === ${items.length}`);
  matchParts(
    site,
    items.map((item, i) => [item, `${value}[${i}]`]),
  );
}

function matchObject(site: Site, { entries }: ObjectTerm, value: string): void {
  require(site, `isObject(${value}) && sizeOf(${value}) === ${entries.length}`);
  const parts = entries.map(
    ([key, part]) => [part, declareDefined(site, `member(${value}, ${site.unit.emit.term(site, key)})`)] as const,
  );
  matchParts(site, parts);
}

/** Parts that bind variables come before parts that need them. */
function matchParts(site: Site, parts: readonly (readonly [Term, string])[]): void {
  let inOrder = 0;
  for (let part = parts[0]; part !== undefined && isMatchable(site, part[0]); part = parts[inOrder]) {
    matchValue(site, part[0], part[1]);
    inOrder += 1;
  }
  let waiting = parts.slice(inOrder);
  while (waiting.length > 0) {
    const next = waiting.find(([pattern]) => isMatchable(site, pattern)) ?? waiting[0];
    if (next === undefined) return;
    matchValue(site, next[0], next[1]);
    waiting = waiting.filter((part) => part !== next);
  }
}

function isMatchable(site: Site, pattern: Term): boolean {
  return ["var", "array", "object"].includes(pattern.kind) || isReady(site, pattern);
}

/** Whether a term can be evaluated here. */
export function isReady(site: Site, term: Term): boolean {
  const needs = { required: new Map(), outputs: new Set<string>() };
  valueNeeds(term, site.bound, needs);
  return [...needs.required.keys()].every((name) => needs.outputs.has(name));
}

function requireEqual(site: Site, pattern: Term, value: string): void {
  require(site, equality(site, pattern, value));
}

/** Scalars are identical when they are equal; only composites and decimals need a walk. */
function equality(site: Site, term: Term, value: string): string {
  if (term.kind === "scalar" && (typeof term.value !== "object" || term.value === null)) {
    return `${value} === ${constantName(site.unit.code, term)}`;
  }
  const other = isConstant(term) ? constantName(site.unit.code, term) : site.unit.emit.term(site, term);
  return `equal(${value}, ${other})`;
}

/** `left = right`: binds what is unbound on either side, requires the rest to be equal. */
export function unify(site: Site, left: Term, right: Term): void {
  let pairs: readonly Pair[] = [[left, right]];
  for (;;) {
    const rest = pairs.flatMap((pair) => unifyPair(site, pair));
    if (rest.length === pairs.length && rest.every((pair, i) => pair === pairs[i])) break;
    pairs = rest;
  }
  // What neither side could bind is reported as unsafe where it is evaluated.
  for (const pair of pairs) site.unit.emit.terms(site, pair);
}

type Pair = readonly [Term, Term];

/** What is left to unify of a pair: its parts, itself, or nothing. */
function unifyPair(site: Site, pair: Pair): readonly Pair[] {
  const [a, b] = pair;
  const isLeftReady = isReady(site, a);
  const isRightReady = isReady(site, b);
  if (isLeftReady && isRightReady) requireEqualTerms(site, a, b);
  else {
    const parts = pairwise(a, b);
    if (parts !== undefined) return parts;
    if (isRightReady) matchValue(site, a, site.unit.emit.term(site, b));
    else if (isLeftReady) matchValue(site, b, site.unit.emit.term(site, a));
    else return [pair];
  }
  return [];
}

function requireEqualTerms(site: Site, left: Term, right: Term): void {
  if (left.kind === "scalar") requireEqual(site, left, site.unit.emit.term(site, right));
  else requireEqual(site, right, site.unit.emit.term(site, left));
}
