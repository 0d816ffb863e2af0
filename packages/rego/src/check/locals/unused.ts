import type { CompileError, Location } from "../../errors.ts";
import { type Body, type Expr, isWildcard } from "../../tree/tree.ts";
import { compareStrings } from "../../values/compare-strings.ts";
import { nothing, variablesOf, variablesOfBody } from "../variables.ts";
import type { LocalScope, Occurrence } from "./local-names.ts";

type Names = ReadonlySet<string>;
type Use = {
  /** Names that are used outside the body. */
  readonly used: Names;
  readonly find: (name: string) => string | undefined;
};

/** `isUsedOnce`: whether only the declaration mentions a name. */
type UseOnce = Use & { readonly isUsedOnce: (name: string) => boolean };

/** Errors about variables that are assigned and never read. */
export function unusedAssigned(body: Body, { names }: LocalScope, { used, find, isUsedOnce }: UseOnce): CompileError[] {
  const unused = namesOf(names, "assigned").filter(
    ({ name, unique }) => !isWildcard(name) && isUsedOnce(name) && !used.has(unique),
  );
  const usedOutside = new Set([...used].map(find));
  return unused
    .filter(({ unique }) => !usedOutside.has(unique))
    .toSorted((a, b) => compareStrings(a.unique, b.unique))
    .map(({ name, unique }) =>
      unusedError(
        "assigned",
        name,
        (body.find((expr) => variablesOf(expr, nothing).has(unique)) ?? (body[0] as Expr)).loc,
      ),
    );
}

/** Errors about variables that `some` or `every` declares and nothing mentions. The body has its new names. */
export function unusedDeclared(
  body: Body,
  { names }: LocalScope,
  { used, find, isUsedOnce }: UseOnce,
  locationOf: (name: string) => Location,
): CompileError[] {
  // What is mentioned a second time anywhere is used; for the few others it matters where.
  const declared = namesOf(names, "declared").filter(({ name }) => isUsedOnce(name));
  if (declared.length === 0) return [];
  const mentioned = variablesOfBody(body, nothing);
  for (const name of used) mentioned.add(find(name) ?? name);
  return declared
    .filter(({ unique }) => !mentioned.has(unique) && !used.has(unique))
    .toSorted((a, b) => compareStrings(a.unique, b.unique))
    .filter(({ name }) => !name.startsWith("__local"))
    .map(({ name }) => unusedError("declared", name, locationOf(name)));
}

function namesOf(names: LocalScope["names"], wanted: Occurrence): { name: string; unique: string }[] {
  const found: { name: string; unique: string }[] = [];
  for (const [name, { unique, occurrence }] of names) if (occurrence === wanted) found.push({ name, unique });
  return found;
}

function unusedError(how: string, name: string, location: Location): CompileError {
  return { code: "rego_compile_error", message: `${how} var ${isWildcard(name) ? "_" : name} unused`, location };
}
