import type { Expr, Term } from "../syntax/ast.ts";

/** The names an expression declares for the rest of its body. */
export function declaredBy(expr: Expr): string[] {
  switch (expr.kind) {
    case "assign":
      return patternNames(expr.left);
    case "some":
      return expr.names.map(({ name }) => name);
    case "some-in":
      return [...(expr.key === undefined ? [] : patternNames(expr.key)), ...patternNames(expr.value)];
    default:
      return [];
  }
}

function patternNames(term: Term): string[] {
  switch (term.kind) {
    case "var":
      return term.name.startsWith("$") ? [] : [term.name];
    case "array":
      return term.items.flatMap(patternNames);
    case "object":
      return term.entries.flatMap(([, value]) => patternNames(value));
    default:
      return [];
  }
}
