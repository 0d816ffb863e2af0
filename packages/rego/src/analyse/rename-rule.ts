import type { Expr, Module, Rule, Term } from "../syntax/ast.ts";
import { Scope } from "../syntax/scope.ts";
import type { NameTable } from "./name-table.ts";
import type { Clause } from "./program.ts";
import { Renamer } from "./rename.ts";
import type { ErrorReport } from "./report.ts";

/** The rule with every name resolved: rules and imports to refs under `data` and `input`, variables to unique names. */
export function clauseOf(rule: Rule, module: Module, names: NameTable, report: ErrorReport): Clause {
  const { head } = rule;
  const known = {
    "rego.metadata.rule": () => names.metadata.ofRule(rule),
    "rego.metadata.chain": () => names.metadata.chainOf(rule, module),
  };
  const renamer = new Renamer({ module, names, report, known });
  const constants = head.path.findIndex((part) => part.kind !== "scalar" || typeof part.value !== "string");
  const keys = constants < 0 ? [] : head.path.slice(constants);
  const clause = renameClause(rule, keys, renamer);
  renamer.reportUnused();
  return clause;
}

/** An argument that is no pattern, such as a ref, is a condition on the value passed. */
function argumentPatterns(args: readonly Term[]): { patterns: Term[]; conditions: Expr[] } {
  const conditions: Expr[] = [];
  const patterns = args.map((arg, i) => {
    if (["var", "scalar", "array", "object", "set"].includes(arg.kind)) return arg;
    const passed: Term = { kind: "var", name: `$argument${i}`, loc: arg.loc };
    conditions.push({ kind: "unify", left: passed, right: arg, negated: false, withs: [], loc: arg.loc });
    return passed;
  });
  return { patterns, conditions };
}

function renameClause(rule: Rule, keys: readonly Term[], renamer: Renamer): Clause {
  const { head } = rule;
  const scope = new Scope();
  const { patterns, conditions } = argumentPatterns(head.args ?? []);
  const args = patterns.map((arg) => renamer.declarePattern(arg, scope));
  const inner = new Scope(scope);
  const body = renamer.body([...conditions, ...rule.body], inner);
  const truth: Term = { kind: "scalar", value: true, loc: head.loc };
  return {
    loc: rule.loc,
    args,
    body,
    keys: keys.map((key) => renamer.term(key, inner)),
    contains: head.contains === undefined ? undefined : renamer.term(head.contains, inner),
    value: head.value === undefined ? truth : renamer.term(head.value, inner),
    orElse: rule.orElse === undefined ? undefined : renameClause(rule.orElse, keys, renamer),
  };
}
