import type { ObjectTerm, TemplateTerm, Term, VarTerm } from "../syntax/ast.ts";
import { writtenName } from "../syntax/scope.ts";
import { callValue } from "./calls.ts";
import { comprehensionValue } from "./comprehensions.ts";
import { constantName, isConstant } from "./constants.ts";
import { isReady } from "./match.ts";
import { refValue } from "./refs.ts";
import { declare, type Site } from "./site.ts";

export function termValue(site: Site, term: Term): string {
  if (isConstant(term)) return constantName(site.unit.code, term);
  switch (term.kind) {
    case "var":
      return variableValue(site, term);
    case "ref":
      return refValue(site, term);
    case "call":
      return callValue(site, term);
    case "array":
      return declare(site, `[${termValues(site, term.items).join(", ")}]`);
    case "set":
      return declare(site, `setOf([${termValues(site, term.items).join(", ")}])`);
    case "object":
      return objectValue(site, term);
    case "template":
      return templateValue(site, term);
    case "scalar":
      return constantName(site.unit.code, term);
    default:
      return comprehensionValue(site, term);
  }
}

function variableValue(site: Site, { name, loc }: VarTerm): string {
  const known = site.bound.get(name);
  if (known === undefined) {
    site.unit.report.add("rego_unsafe_var_error", `var ${writtenName(name)} is unsafe`, loc);
    return "undefined";
  }
  return known;
}

export function termValues(site: Site, terms: readonly Term[]): string[] {
  const values = new Map<Term, string>();
  let inOrder = 0;
  for (let term = terms[0]; term !== undefined && isReady(site, term); term = terms[inOrder]) {
    values.set(term, termValue(site, term));
    inOrder += 1;
  }
  let waiting = terms.slice(inOrder);
  while (waiting.length > 0) {
    const ready = waiting.find((term) => isReady(site, term)) ?? waiting[0];
    if (ready === undefined) break;
    values.set(ready, termValue(site, ready));
    waiting = waiting.filter((term) => term !== ready);
  }
  return terms.map((term) => values.get(term) as string);
}

/**
 * Constant string keys make an object literal, which V8 gives a shape; other keys are put in one by one. Only `__proto__`
 * in brackets is a member like any other.
 */
function objectValue(site: Site, { entries }: ObjectTerm): string {
  const names = entries.map(([key]) =>
    key.kind === "scalar" && typeof key.value === "string" ? key.value : undefined,
  );
  const values = termValues(site, entries.flat());
  const parts = entries.map((_, i) => [values[2 * i] as string, values[2 * i + 1] as string] as const);
  const isLiteral = !names.includes(undefined) && new Set(names).size === names.length;
  const named = ([key, value]: readonly [string, string]) => `${key === '"__proto__"' ? `[${key}]` : key}: ${value}`;
  if (isLiteral) return declare(site, `{ ${parts.map(named).join(", ")} }`);
  return declare(site, `objectOf([${parts.map(([key, value]) => `[${key}, ${value}]`).join(", ")}])`);
}

/** A part that is undefined is printed as such instead of failing the whole string. */
function templateValue(site: Site, { parts }: TemplateTerm): string {
  const texts = parts.map((part) => {
    if (typeof part === "string") return site.unit.code.string(part);
    return `templatePart(${comprehensionValue(site, part)})`;
  });
  return declare(site, texts.length === 0 ? '""' : texts.join(" + "));
}
