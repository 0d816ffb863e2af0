import type * as syntax from "../syntax/ast.ts";

/** The names that a body declares for itself: closures in it keep theirs, `every` and bodies in braces do not. */
export function declaredNames(body: syntax.Body, names: Set<string> = new Set()): Set<string> {
  for (const expr of body) addDeclared(expr, names);
  return names;
}

function addDeclared(expr: syntax.Expr, names: Set<string>): void {
  switch (expr.kind) {
    case "assign":
      addVariables(expr.left, names);
      return;
    case "some":
      for (const { name } of expr.names) names.add(name);
      return;
    case "some-in":
      if (expr.key !== undefined) addVariables(expr.key, names);
      addVariables(expr.value, names);
      return;
    case "every":
    case "not":
      declaredNames(expr.body, names);
      return;
    case "logical":
      declaredNames(expr.left, names);
      declaredNames(expr.right, names);
      return;
    default:
  }
}

/** All variables of a term, wherever they stand. */
function addVariables(term: syntax.Term, names: Set<string>): void {
  switch (term.kind) {
    case "var":
      names.add(term.name);
      return;
    case "ref":
      addVariables(term.head, names);
      for (const part of term.path) addVariables(part, names);
      return;
    case "array":
    case "set":
      for (const item of term.items) addVariables(item, names);
      return;
    case "object":
      for (const entry of term.entries) for (const part of entry) addVariables(part, names);
      return;
    case "call":
      if (term.callee.kind !== "builtin") addVariables(term.callee, names);
      for (const arg of term.args) addVariables(arg, names);
      return;
    default:
  }
}

/** The variables of a rule's arguments that its body can use, whatever a name means elsewhere. */
export function argumentNames(args: readonly syntax.Term[], names: Set<string> = new Set()): Set<string> {
  for (const arg of args) {
    if (arg.kind === "array") argumentNames(arg.items, names);
    else if (arg.kind === "object") argumentNames(arg.entries.flat(), names);
    else if (arg.kind === "var" || arg.kind === "ref") addVariables(arg, names);
  }
  return names;
}
