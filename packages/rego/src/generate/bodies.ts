import { hoistCalls, hoistRefs } from "../analyse/hoist.ts";
import { orderBody } from "../analyse/order.ts";
import type { Body, Expr, SomeInExpr } from "../syntax/ast.ts";
import { withOutput } from "./calls.ts";
import { writeCondition } from "./conditions.ts";
import { writeEvery } from "./every.ts";
import { asIteration, type JoinCondition, joinConditions } from "./joins.ts";
import { unify } from "./match.ts";
import { block, declare, openLoop, type Site } from "./site.ts";
import { withContext } from "./with.ts";

export function solutions(outer: Site, body: Body, found: (site: Site) => void): void {
  block(outer, (site) => {
    const { code, program, report } = outer.unit;
    const fresh = (): string => `$${code.fresh("h")}`;
    const written = body.flatMap((expr) => hoistCalls(expr, fresh)).map((expr) => withOutput(program, expr));
    const ordered = orderBody(written, site.bound, report);
    if (ordered === undefined) return;
    const parts = ordered.flatMap((expr) => hoistRefs(expr, fresh));
    for (const [i, part] of parts.entries()) writeExpr(site, asIteration(site, part), parts.slice(i + 1));
    found(site);
  });
}

/** `following`: the lines still to come, which a loop may look ahead at. */
function writeExpr(site: Site, expr: Expr, following: Body): void {
  if (!expr.negated) {
    writeInContext(site, expr, following);
    return;
  }
  const found = site.unit.code.fresh("n");
  site.unit.code.push(`let ${found} = false;`);
  block(site, (inner) => {
    writeInContext(inner, expr, []);
    site.unit.code.push(`${found} = true;`, inner.exit);
  });
  site.unit.code.push(`if (${found}) ${site.fail}`);
}

function writeInContext(site: Site, expr: Expr, following: Body): void {
  const { context } = site;
  site.context = withContext(site, expr.withs);
  writePlain(site, expr, following);
  site.context = context;
}

function writePlain(site: Site, expr: Expr, following: Body): void {
  switch (expr.kind) {
    case "term":
      writeCondition(site, expr.term);
      return;
    case "unify":
    case "assign":
      unify(site, expr.left, expr.right);
      return;
    case "some-in":
      writeSomeIn(site, expr, following);
      return;
    case "every":
      writeEvery(site, expr);
      return;
    case "not":
      writeNegation(site, expr.body);
      return;
    case "logical":
      writeLogical(site, expr);
      return;
    default:
  }
}

function writeSomeIn(site: Site, expr: SomeInExpr, following: Body): void {
  const { emit } = site.unit;
  const { key, value, domain } = expr;
  const base = emit.term(site, domain);
  const list = declare(site, `values(${base})`);
  const keys = key === undefined ? "" : declare(site, `keysIfAny(${base})`);
  const i = openMemberLoop(site, list, joinConditions(site, expr, following));
  if (key !== undefined) emit.match(site, key, declare(site, `${keys} === null ? ${i} : ${keys}[${i}]`));
  emit.match(site, value, declare(site, `${list}[${i}]`));
}

/** Loops over the positions of a list, or over those that can satisfy conditions known before the loop. */
function openMemberLoop(site: Site, list: string, conditions: readonly JoinCondition[]): string {
  const { code, emit } = site.unit;
  const i = code.fresh("i");
  if (conditions.length === 0) {
    openLoop(site, `let ${i} = 0; ${i} < ${list}.length; ${i}++`);
    return i;
  }
  const paths = conditions.map(({ path }) =>
    code.constant("k", `[${path.map((name) => code.string(name)).join(", ")}]`),
  );
  const keys = conditions.map(({ key }) => emit.term(site, key));
  const found = declare(site, `S.joins.positions(${list}, [${paths.join(", ")}], [${keys.join(", ")}])`);
  openLoop(site, `let ${i} = 0; ${i} < (${found} === null ? ${list} : ${found}).length; ${i}++`);
  return declare(site, `${found} === null ? ${i} : ${found}[${i}]`);
}

function writeNegation(site: Site, body: Body): void {
  const found = hasSolution(site, body);
  site.unit.code.push(`if (${found}) ${site.fail}`);
}

/** Evaluates a body up to its first solution; the returned variable says whether there is one. */
function hasSolution(site: Site, body: Body): string {
  const found = site.unit.code.fresh("n");
  site.unit.code.push(`let ${found} = false;`);
  solutions(site, body, (inner) => site.unit.code.push(`${found} = true;`, inner.exit));
  return found;
}

function writeLogical(site: Site, { operator, left, right }: Extract<Expr, { kind: "logical" }>): void {
  const first = hasSolution(site, left);
  if (operator === "and") {
    site.unit.code.push(`if (!${first}) ${site.fail}`);
    site.unit.code.push(`if (!${hasSolution(site, right)}) ${site.fail}`);
    return;
  }
  const either = site.unit.code.fresh("n");
  site.unit.code.push(`let ${either} = ${first};`, `if (!${either}) {`);
  site.unit.code.push(`${either} = ${hasSolution(site, right)};`, "}", `if (!${either}) ${site.fail}`);
}
