import type { Location } from "../errors.ts";
import type { ScalarTerm, Term } from "../syntax/ast.ts";
import type { Code } from "./code.ts";

/** A scalar as a JavaScript expression. */
function scalarLiteral(code: Code, { value }: ScalarTerm): string {
  if (typeof value === "string") return code.string(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return Object.is(value, -0) ? "0" : String(value);
  if (value === null || typeof value === "boolean") return String(value);
  return code.constant("k", `decimal(${value.coefficient}n, ${value.exponent})`);
}

export function isConstant(term: Term): boolean {
  switch (term.kind) {
    case "scalar":
      return true;
    case "array":
    case "set":
      return term.items.every(isConstant);
    case "object":
      return term.entries.every(([key, value]) => isConstant(key) && isConstant(value));
    default:
      return false;
  }
}

/** Where something stands in its source, for an error to say. */
export function locationName(code: Code, { file, row, col }: Location): string {
  return code.constant("k", `{ file: ${code.string(file)}, row: ${row}, col: ${col} }`);
}

/** A composite without variables, made once a unit. */
export function constantName(code: Code, term: Term): string {
  return term.kind === "scalar" ? scalarLiteral(code, term) : code.constant("k", constantExpression(code, term));
}

export function constantExpression(code: Code, term: Term): string {
  switch (term.kind) {
    case "scalar":
      return scalarLiteral(code, term);
    case "array":
      return `[${term.items.map((item) => constantExpression(code, item)).join(", ")}]`;
    case "set":
      return `setOf([${term.items.map((item) => constantExpression(code, item)).join(", ")}])`;
    case "object": {
      const entries = term.entries.map(
        ([key, value]) => `[${constantExpression(code, key)}, ${constantExpression(code, value)}]`,
      );
      return `objectOf([${entries.join(", ")}])`;
    }
    default:
      throw new TypeError(`${term.kind} is not constant`);
  }
}
