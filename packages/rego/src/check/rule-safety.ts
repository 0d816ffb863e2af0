import type { CompileError } from "../errors.ts";
import { type CheckedModule, clausesOf } from "../tree/tree.ts";
import { headSafetyErrors } from "./head-safety.ts";
import { orderForSafety } from "./safety.ts";
import { RuleScopes, safetyErrors } from "./safety-errors.ts";
import type { Arity } from "./safety-outputs.ts";
import { nothing, variablesOfTerms } from "./variables.ts";

type Written = ReadonlyMap<string, string>;

/** Errors about variables in heads that nothing binds. */
export function unsafeHeads(modules: readonly CheckedModule[], written: Written): CompileError[] {
  return modules.flatMap((module) => {
    const scopes = new RuleScopes(module);
    return clausesOf(module.rules).flatMap((clause) => headSafetyErrors(clause, written, scopes));
  });
}

/** Errors about variables in bodies that nothing binds. Bodies without errors are put in order. */
export function orderBodies(modules: readonly CheckedModule[], written: Written, arity: Arity): CompileError[] {
  const found: CompileError[] = [];
  for (const module of modules) {
    const scopes = new RuleScopes(module);
    for (const clause of clausesOf(module.rules)) {
      const globals = variablesOfTerms(clause.head.args, nothing, new Set(["data", "input"]));
      const { body, unsafe } = orderForSafety(clause.body, globals, arity);
      const errors = unsafe.size === 0 ? [] : safetyErrors(unsafe, written, scopes.of(clause));
      if (errors.length === 0) clause.body = body;
      else found.push(...errors);
    }
  }
  return found;
}
