import type { Clause, RuleGroup } from "../analyse/program.ts";
import { eachClause } from "./clause-index.ts";
import { isConstant, locationName } from "./constants.ts";
import { writeDocument } from "./document-rules.ts";
import { isObservable } from "./keyed-bodies.ts";
import { isLeaf } from "./leaf-functions.ts";
import { block, ruleSite, type Site, type Unit } from "./site.ts";
import { claimValue, enterRule, exitFrame, leaveFrame, probeValue, settleClaims, traceStart } from "./write-probes.ts";

/** To remember a call of fewer steps costs more than to repeat it. */
const leastSteps = 32;

/** The function of a rule group: `r<index>(c)` remembers what `e<index>(c)` evaluates; functions remember their last call. */
export function writeRule(unit: Unit, group: RuleGroup): void {
  if (group.kind === "function") writeFunction(unit, group);
  else writeRemembered(unit, group);
}

function writeFunction(unit: Unit, group: RuleGroup): void {
  const { code } = unit;
  const { index, arity } = group;
  const parameters = Array.from({ length: arity }, (_, n) => `a${n}`);
  const isFrame = unit.probes !== undefined || !isLeaf(group);
  const isKept = isFrame && !isObservable(unit);
  code.push(`function r${index}(${["c", ...parameters].join(", ")}) {`);
  if (isKept) {
    const isSame = ["m !== unset", ...parameters.map((name, n) => `m[${n + 1}] === ${name}`)].join(" && ");
    code.push(`const m = c.memo[${index}];`, `if (${isSame}) return m[0];`);
  }
  code.push("const S = c.state;");
  code.push(isFrame ? `const o = S.enter(${index});` : "if (--S.fuel < 0) S.refuel();");
  if (isKept) code.push("const u = S.fuel;");
  traceStart(unit);
  writeSingle(unit, group);
  if (isFrame) code.push("S.leave(o);");
  if (isKept) {
    // More fuel than before was put in meanwhile.
    code.push(
      `if (u - S.fuel >= ${leastSteps} || S.fuel > u) c.keep(${index}, [${["out", ...parameters].join(", ")}]);`,
    );
  }
  code.push("return out;", "}");
}

function writeRemembered(unit: Unit, group: RuleGroup): void {
  const { code } = unit;
  const { index, kind } = group;
  code.push(
    `function r${index}(c) { const m = c.memo[${index}]; return m === unset ? c.run(${index}, e${index}) : m; }`,
  );
  code.push(`function e${index}(c) {`, "const S = c.state;");
  traceStart(unit);
  if (kind === "single") {
    writeSingle(unit, group);
    code.push("return out;");
  } else if (kind === "set") writeSet(unit, group);
  else writeDocument(unit, group);
  code.push("}");
}

/** Puts the value in `out`: every definition that has one must have the same. */
function writeSingle(unit: Unit, group: RuleGroup): void {
  const { code } = unit;
  const outer = ruleSite(unit, group);
  const isSettled = hasOneConstantValue(group);
  const end = code.fresh("b");
  code.push("let out;", `${end}: {`);
  const site = { ...outer, fail: `break ${end};`, exit: `break ${end};` };
  eachClause(site, group, (clause) => writeClauseValue(site, group, clause, isSettled));
  settleClaims(unit, `c.evaluation.conflictMessage(${group.index})`);
  if (group.defaultClause !== undefined) writeDefault(site, group, group.defaultClause);
  code.push("}");
}

function writeDefault(site: Site, group: RuleGroup, clause: Clause): void {
  const { code } = site.unit;
  code.push("if (out === undefined) {");
  enterRule(site, group, clause);
  block(site, (inner) => {
    bindArguments(inner, clause);
    const value = probeValue(inner, clause, clause.value);
    exitFrame(inner);
    code.push(`out = ${value};`);
  });
  leaveFrame(site);
  code.push("}");
}

/** All definitions have the same constant value, so the first that holds settles it. */
function hasOneConstantValue({ clauses }: RuleGroup): boolean {
  const [first, ...rest] = clauses.map(({ value, orElse }) =>
    value.kind === "scalar" && orElse === undefined ? value.value : undefined,
  );
  return first !== undefined && typeof first !== "object" && rest.every((value) => value === first);
}

function writeClauseValue(site: Site, group: RuleGroup, clause: Clause, isSettled: boolean): void {
  const { code, emit } = site.unit;
  // Before the first definition there is nothing to agree with.
  const isAlone = isSettled || clause === group.clauses[0];
  const result = isAlone ? "out" : code.fresh("o");
  if (!isAlone) code.push(`let ${result};`);
  const writeBody = (part: Clause): void => {
    enterRule(site, group, part);
    block(site, (outer) => {
      bindArguments(outer, part);
      emit.solutions(outer, part.body, (inner) => {
        const value = probeValue(inner, part, part.value);
        claimValue(inner, group, part, value);
        exitFrame(inner);
        if (isSettled) {
          leaveFrame(inner);
          code.push(`out = ${value};`, site.exit);
        } else if (inner.closers.length === 0 || isConstant(part.value)) code.push(`${result} = ${value};`, inner.exit);
        else code.push(agreement(site, group, part, result, value));
      });
    });
    leaveFrame(site);
  };
  writeBody(clause);
  if (isSettled) return;
  for (let part = clause.orElse; part !== undefined; part = part.orElse) {
    code.push(`if (${result} === undefined) {`);
    writeBody(part);
    code.push("}");
  }
  if (!isAlone) code.push(`if (${result} !== undefined) ${agreement(site, group, clause, "out", result)}`);
}

/** Where every definition's value is claimed, it is the claims that must agree. */
function agreement({ unit }: Site, { index }: RuleGroup, { loc }: Clause, known: string, value: string): string {
  if (unit.probes !== undefined) return `${known} ??= ${value};`;
  return `${known} = agreed(${known}, ${value}, c, ${index}, ${locationName(unit.code, loc)});`;
}

function bindArguments(site: Site, clause: Clause): void {
  const waiting = clause.args.map((pattern, i) => [pattern, `a${i}`] as const);
  const simple = waiting.filter(([pattern]) => pattern.kind === "var");
  for (const [pattern, value] of simple) site.unit.emit.match(site, pattern, value);
  for (const [pattern, value] of waiting) if (pattern.kind !== "var") site.unit.emit.match(site, pattern, value);
}

function writeSet(unit: Unit, group: RuleGroup): void {
  const site = ruleSite(unit, group);
  // What told the answers about some objects apart mostly does so for the next ones.
  const sight = unit.code.own("w", "newSight()");
  unit.code.push(`const out = newSet(${sight});`);
  eachClause(site, group, (clause) => {
    enterRule(site, group, clause);
    unit.emit.solutions(site, clause.body, (inner) => {
      const member = probeValue(inner, clause, clause.contains ?? clause.value);
      exitFrame(inner);
      unit.code.push(`out.add(${member});`);
    });
    leaveFrame(site);
  });
  unit.code.push("return out;");
}
