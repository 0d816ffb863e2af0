import type { Location } from "../errors.ts";
import type { Head } from "./ast.ts";
import { isKeywordIn } from "./keywords.ts";
import type { ParseProblem } from "./parse-error.ts";

type Shape = {
  readonly loc: Location;
  readonly hasIf: boolean;
  readonly hasBody: boolean;
  readonly isElse?: boolean;
};

/** What Rego v1 asks of a rule beyond what is written. `head`: as written, before `p[x]` becomes a set. */
export function missingWord(head: Head, { loc, hasIf, hasBody, isElse = false }: Shape): ParseProblem[] {
  const { name, path, args, value, contains } = head;
  const kind = args === undefined ? "rule" : "function";
  const problems: ParseProblem[] = [];
  const add = (message: string): void => void problems.push({ message, location: loc });
  if (path.length === 0 && isKeywordIn(name.name, 1)) add(`${name.name} keyword cannot be used for rule name`);
  const isSet = !isElse && path.length === 1 && args === undefined && value === undefined && contains === undefined;
  const isPlain = value === undefined && contains === undefined && args === undefined && path.length > 1;
  if (!hasBody && isPlain) add(`${kind} must have value assignment and/or body declaration`);
  if (hasBody && !hasIf) add(`\`if\` keyword is required before ${kind} body`);
  if (isSet && !(hasBody && hasIf)) add("`contains` keyword is required for partial set rules");
  return problems;
}
