import type { Body, SomeInExpr } from "../syntax/ast.ts";
import { constantExpression } from "./constants.ts";
import { joinConditions } from "./joins.ts";
import { pathConstant, readPath } from "./paths.ts";
import { declare, listing, openLoop, require, type Site } from "./site.ts";

/** A condition that a loop's member has to satisfy: JavaScript expressions for its path and its value or values. */
type Lookup = { readonly path: readonly string[]; readonly key: string; readonly isAlternatives: boolean };

/** `following`: the lines after the loop, which say what its members have to be like. */
export function writeSomeIn(site: Site, expr: SomeInExpr, following: Body): void {
  const { emit } = site.unit;
  const { key, value, domain } = expr;
  const base = emit.term(site, domain);
  const list = declare(site, `${listing(site).values}(${base})`);
  const keys = key === undefined ? "" : declare(site, `${listing(site).keys}(${base})`);
  const lookups = lookupsOf(site, expr, following);
  const i = openMemberLoop(site, list, lookups);
  const member = declare(site, `${list}[${i}]`);
  for (const lookup of lookups) if (lookup.isAlternatives) requireOneOf(site, member, lookup);
  if (key !== undefined) emit.match(site, key, declare(site, `${keys} === null ? ${i} : ${keys}[${i}]`));
  emit.match(site, value, member);
}

function lookupsOf(site: Site, expr: SomeInExpr, following: Body): Lookup[] {
  const { unit, bound } = site;
  // What is traced is seen in the order and as often as it is written.
  if (unit.probes !== undefined) return [];
  const joins = joinConditions(site, expr, following).map(({ path, key }) => {
    return { path, key: unit.emit.term(site, key), isAlternatives: false };
  });
  if (expr.value.kind !== "var" || bound.has(expr.value.name)) return joins;
  const necessities = unit.necessities.ofVariable(expr.value.name, following);
  const isCovered = (path: readonly string[]): boolean => joins.some((one) => one.path.join("\n") === path.join("\n"));
  const alternatives = necessities
    .filter(({ path }) => !isCovered(path))
    .map(({ path, values }) => {
      const members = [...values].map((value) =>
        constantExpression(unit.code, { kind: "scalar", value, loc: expr.loc }),
      );
      return { path, key: unit.code.constant("a", `new Set([${members.join(", ")}])`), isAlternatives: true };
    });
  return [...joins, ...alternatives];
}

/** Loops over the positions of a list, or over those that can satisfy conditions known before the loop. */
function openMemberLoop(site: Site, list: string, lookups: readonly Lookup[]): string {
  const { code } = site.unit;
  const i = code.fresh("i");
  if (lookups.length === 0) {
    openLoop(site, `let ${i} = 0; ${i} < ${list}.length; ${i}++`);
    return i;
  }
  const paths = lookups.map(({ path }) => code.constant("p", `joinPath(${pathConstant(site, path)})`));
  // Under a `with` that replaces rules or functions alternatives do not hold; an object stands for any value.
  const keys = lookups.map(({ key, isAlternatives }) =>
    isAlternatives ? `${site.context}.isPlain ? ${key} : undefined` : key,
  );
  const found = declare(site, `S.joins.positions(${list}, [${paths.join(", ")}], [${keys.join(", ")}])`);
  openLoop(site, `let ${i} = 0; ${i} < (${found} === null ? ${list} : ${found}).length; ${i}++`);
  return declare(site, `${found} === null ? ${i} : ${found}[${i}]`);
}

/** Goes on to the next member before anything is called for one that cannot be a solution. */
function requireOneOf(site: Site, member: string, { path, key }: Lookup): void {
  require(site, `!${site.context}.isPlain || ${key}.has(${readPath(site, member, path)})`);
}
