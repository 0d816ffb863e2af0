import type { Body, Expr, Head, Term } from "./ast.ts";

/** What is wrong with the head of a default rule: its value has to be known without evaluating anything else. */
export function defaultProblems({ value, args = [] }: Head): string[] {
  if (value === undefined) return ["illegal default rule (must have a value)"];
  const kinds = dependences(value);
  if (kinds.length > 0) return kinds.map((kind) => `illegal default rule (value cannot contain ${kind})`);
  return argumentProblems(args);
}

function dependences(term: Term): string[] {
  switch (term.kind) {
    case "ref":
    case "var":
    case "call":
      return [term.kind];
    case "array":
    case "set":
      return term.items.flatMap(dependences);
    case "object":
      return term.entries.flatMap((entry) => entry.flatMap(dependences));
    case "template":
      return term.parts.flatMap((part) => (typeof part === "string" ? [] : ofBody(part.body)));
    default:
      return [];
  }
}

function ofBody(body: Body): string[] {
  return body.flatMap((expr: Expr) => (expr.kind === "unify" ? dependences(expr.right) : []));
}

function argumentProblems(args: readonly Term[]): string[] {
  const names = new Set<string>();
  return args.flatMap((arg) => {
    if (arg.kind !== "var") return [`illegal default rule (arguments cannot contain ${valueKind(arg)})`];
    if (names.has(arg.name)) return [`illegal default rule (arguments cannot be repeated ${arg.name})`];
    names.add(arg.name);
    return [];
  });
}

/** What OPA calls the value of a term in its messages. */
export function valueKind(term: Term): string {
  if (term.kind === "template") return "templatestring";
  if (term.kind !== "scalar") return term.kind.replace("-", "");
  const { value } = term;
  if (value === null) return "null";
  return typeof value === "string" || typeof value === "boolean" ? typeof value : "number";
}
