import type { CompileError, Location } from "../errors.ts";
import { refText } from "../tree/term-text.ts";
import { type CheckedModule, clausesOf, hasTwoOperands, isGenerated, type Rule, type Term } from "../tree/tree.ts";
import { compareLocations } from "../type-check/problems.ts";
import { groundPrefix } from "../type-check/rule-tree.ts";
import type { Unsafe } from "./safety-order.ts";
import { collect, nothing } from "./variables.ts";

const importable = new Set(["in", "every", "contains", "if", "not", "and", "or"]);

/** Errors about unbound variables. An assigned one is not to blame where another is. `scope` is added to each. */
export function safetyErrors(unsafe: Unsafe, written: ReadonlyMap<string, string>, scope: string): CompileError[] {
  const assigned = assignedNames(unsafe, written);
  const open = firstLocations(unsafe).map(({ name, location }) => {
    const shown = written.get(name) ?? name;
    return { shown, location, isAssigned: assigned.has(shown) || assigned.has(name) };
  });
  const named = open.filter(({ shown }) => !isGenerated(shown));
  const othersToBlame = named.some(({ isAssigned }) => !isAssigned);
  const errors = named
    .filter(({ isAssigned }) => !othersToBlame || !isAssigned)
    .map(({ shown, location }) => unsafeVariable(shown, location, scope));
  return errors.length > 0 ? errors : unsafeExpressions(unsafe, scope);
}

function unsafeVariable(name: string, location: Location, scope: string): CompileError {
  const hint = importable.has(name) ? ` (hint: \`import future.keywords.${name}\` to import a future keyword)` : "";
  return unsafeError(`var ${name.startsWith("$") ? "_" : name} is unsafe${scope}${hint}`, location);
}

function unsafeError(message: string, location: Location): CompileError {
  return { code: "rego_unsafe_var_error", message, location };
}

function assignedNames(unsafe: Unsafe, written: ReadonlyMap<string, string>): Set<string> {
  const names = new Set<string>();
  for (const expr of unsafe.keys()) {
    if (expr.form !== "call" || !expr.fromAssignment || !hasTwoOperands(expr)) continue;
    collect(expr.terms[1] as Term, nothing, (name) => {
      names.add(name);
      names.add(written.get(name) ?? name);
    });
  }
  return names;
}

/** Each variable at the first expression that needs it. */
function firstLocations(unsafe: Unsafe): { name: string; location: Location }[] {
  const first = new Map<string, Location>();
  for (const [{ loc }, names] of unsafe) {
    for (const name of names) {
      const known = first.get(name);
      if (known === undefined || compareLocations(known, loc) > 0) first.set(name, loc);
    }
  }
  const found = [...first].map(([name, location]) => ({ name, location }));
  return found.toSorted((a, b) => compareLocations(a.location, b.location));
}

/** Where only variables of ours are unbound, their names say nothing: the expressions are reported. */
function unsafeExpressions(unsafe: Unsafe, scope: string): CompileError[] {
  const seen = new Set<string>();
  const errors: CompileError[] = [];
  const pairs = [...unsafe].toSorted(([a], [b]) => compareLocations(a.loc, b.loc));
  for (const [expr, names] of pairs) {
    const before = seen.size;
    for (const name of names) if (isGenerated(name)) seen.add(name);
    if (seen.size > before) errors.push(unsafeError(`expression is unsafe${scope}`, expr.loc));
  }
  return errors;
}

/** Names the rule where a line has rules of more than one name, so that the place alone does not say which. */
export class RuleScopes {
  private readonly module: CheckedModule;
  private rows: ReadonlySet<number> | undefined;

  constructor(module: CheckedModule) {
    this.module = module;
  }

  of(rule: Rule): string {
    this.rows ??= sharedRows(this.module);
    return this.rows.has(rule.loc.row) ? ` in rule ${ruleName(rule)}` : "";
  }
}

function ruleName({ head }: Rule): string {
  return refText(groundPrefix(head.ref));
}

function sharedRows({ rules }: CheckedModule): Set<number> {
  const first = new Map<number, string>();
  const shared = new Set<number>();
  for (const rule of clausesOf(rules)) {
    const name = ruleName(rule);
    const known = first.get(rule.loc.row);
    if (known === undefined) first.set(rule.loc.row, name);
    else if (known !== name) shared.add(rule.loc.row);
  }
  return shared;
}
