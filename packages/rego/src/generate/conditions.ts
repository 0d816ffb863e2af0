import type { CallTerm, Term } from "../syntax/ast.ts";
import { constantName } from "./constants.ts";
import { require, type Site } from "./site.ts";

const comparisons: Readonly<Record<string, string>> = { lt: "<", lte: "<=", gt: ">", gte: ">=" };

/** An expression that must be neither undefined nor false. */
export function writeCondition(site: Site, term: Term): void {
  if (term.kind === "call" && term.callee.kind === "builtin" && writeOperator(site, term, term.callee.name)) return;
  const value = site.unit.emit.term(site, term);
  if (value !== "true") require(site, `${value} !== false`);
}

/** Comparisons are written as JavaScript where no value is made of their result. */
function writeOperator(site: Site, { args }: CallTerm, name: string): boolean {
  const [left, right] = args;
  if (left === undefined || right === undefined || args.length !== 2 || site.unit.mockable.has(name)) return false;
  if (name === "equal" || name === "neq") {
    const condition = equality(site, left, right);
    require(site, name === "equal" ? condition : `!(${condition})`);
    return true;
  }
  const operator = Object.hasOwn(comparisons, name) ? comparisons[name] : undefined;
  if (operator === undefined) return false;
  const [a = "", b = ""] = site.unit.emit.terms(site, [left, right]);
  require(site, `typeof ${a} === "number" && typeof ${b} === "number" ? ${a} ${operator} ${b} : compare(${a}, ${b}) ${operator} 0`);
  return true;
}

function equality(site: Site, left: Term, right: Term): string {
  for (const [constant, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (constant.kind !== "scalar" || (typeof constant.value === "object" && constant.value !== null)) continue;
    return `${site.unit.emit.term(site, other)} === ${constantName(site.unit.code, constant)}`;
  }
  const [a = "", b = ""] = site.unit.emit.terms(site, [left, right]);
  return `equal(${a}, ${b})`;
}
