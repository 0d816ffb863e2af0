import { RegoCompileError } from "./errors.ts";
import type { Term } from "./syntax/ast.ts";
import { parseTerm, throwAsCompileError } from "./syntax/parse-module.ts";
import { objectOf } from "./values/objects.ts";
import { RegoSet } from "./values/rego-set.ts";
import type { Value } from "./values/value.ts";

/** Reads a value written as Rego, such as `{"a": {1, 2}}`: a document that JSON cannot write. */
export function parseValue(source: string): Value {
  let term: Term;
  try {
    term = parseTerm("value", source);
  } catch (error) {
    return throwAsCompileError(error);
  }
  return constantOf(term);
}

function constantOf(term: Term): Value {
  switch (term.kind) {
    case "scalar":
      return term.value;
    case "array":
      return term.items.map(constantOf);
    case "set":
      return RegoSet.of(term.items.map(constantOf));
    case "object":
      return objectOf(term.entries.map(([key, value]) => [constantOf(key), constantOf(value)]));
    default:
      throw new RegoCompileError([
        { code: "rego_parse_error", message: "expected a value without variables", location: term.loc },
      ]);
  }
}
