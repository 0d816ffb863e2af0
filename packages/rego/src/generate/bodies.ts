import { hoistCalls, hoistRefs } from "../analyse/hoist.ts";
import { orderBody } from "../analyse/order.ts";
import type { Body, Expr } from "../syntax/ast.ts";
import { withOutput } from "./calls.ts";
import { writeCondition } from "./conditions.ts";
import { writeEvery } from "./every.ts";
import { writeSomeIn } from "./iteration.ts";
import { asIteration } from "./joins.ts";
import { unify } from "./match.ts";
import { block, inOrder, type Site } from "./site.ts";
import { withContext } from "./with.ts";
import { enterBody, exitFrame, leaveFrame, probeExpression } from "./write-probes.ts";

/** So many lines a loop looks ahead. Without an end to it, thousands of loops would look at millions of lines. */
const mostAhead = 256;

export function solutions(outer: Site, body: Body, found: (site: Site) => void): void {
  block(outer, (site) => {
    const { code, program, report } = outer.unit;
    const fresh = (): string => `$${code.fresh("h")}`;
    const written = body.flatMap((expr) => hoistCalls(expr, fresh)).map((expr) => withOutput(program, expr));
    const ordered = orderBody(written, site.bound, report);
    if (ordered === undefined) return;
    const parts = ordered.flatMap((expr) => hoistRefs(expr, fresh));
    for (const [i, part] of parts.entries()) {
      probeExpression(site, part, () => {
        const expr = asIteration(site, part);
        writeExpr(site, expr, expr.kind === "some-in" ? parts.slice(i + 1, i + 1 + mostAhead) : []);
      });
    }
    found(site);
  });
}

/** `following`: the lines still to come, which a loop may look ahead at. */
function writeExpr(site: Site, expr: Expr, following: Body): void {
  if (!expr.negated) {
    writeInContext(site, expr, following);
    return;
  }
  const { context } = site;
  // The values of `with` are not negated: without one, neither is there an answer.
  site.context = withContext(site, expr.withs);
  const found = site.unit.code.fresh("n");
  site.unit.code.push(`let ${found} = false;`);
  block(inOrder(site, false), (inner) => {
    writePlain(inner, expr, []);
    site.unit.code.push(`${found} = true;`, inner.exit);
  });
  site.context = context;
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

function writeNegation(site: Site, body: Body): void {
  const found = hasSolution(site, body);
  site.unit.code.push(`if (${found}) ${site.fail}`);
}

/** Evaluates a body up to its first solution; the returned variable says whether there is one. */
function hasSolution(site: Site, body: Body): string {
  const found = site.unit.code.fresh("n");
  site.unit.code.push(`let ${found} = false;`);
  enterBody(site, body);
  solutions(inOrder(site, false), body, (inner) => {
    exitFrame(inner);
    site.unit.code.push(`${found} = true;`, inner.exit);
  });
  leaveFrame(site);
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
