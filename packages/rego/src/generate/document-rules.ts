import { type Clause, pathText, type RuleGroup } from "../analyse/program.ts";
import { pathPart } from "../syntax/path-part.ts";
import { print } from "../values/print.ts";
import { eachClause } from "./clause-index.ts";
import { locationName } from "./constants.ts";
import { ruleSite, type Site, type Unit } from "./site.ts";
import { claimValue, enterRule, exitFrame, leaveFrame, settleClaims } from "./write-probes.ts";

/** Builds the object of a rule with keys in its heads, solution by solution. */
export function writeDocument(unit: Unit, group: RuleGroup): void {
  const { code } = unit;
  const site = ruleSite(unit, group);
  const conflicts = conflictsByPath(unit, group);
  code.push("const out = new PartialDocument();");
  eachClause(site, group, (clause) => writeSolutions(site, group, clause, conflicts));
  for (const { message, claims } of conflicts?.values() ?? []) settleClaims(unit, code.string(message), claims);
  code.push("return out.build();");
}

function writeSolutions(site: Site, group: RuleGroup, clause: Clause, conflicts: Conflicts | undefined): void {
  const { code, emit } = site.unit;
  const conflict = conflicts?.get(scalarPath(group, clause) ?? "");
  enterRule(site, group, clause);
  emit.solutions(site, clause.body, (inner) => {
    const values = emit.terms(inner, [...clause.keys, clause.contains ?? clause.value]);
    const value = values.pop() as string;
    if (conflict?.claims !== undefined) claimValue(inner, group, clause, value, conflict.claims);
    exitFrame(inner);
    const method = clause.contains === undefined ? "put" : "add";
    const failure = [
      locationName(code, clause.loc),
      ...(conflict === undefined ? [] : [code.string(conflict.message)]),
    ];
    const put = `out.${method}([${values.join(", ")}], ${value}, ${failure.join(", ")});`;
    // What is claimed besides the first value is settled at the end.
    code.push(conflict?.claims === undefined ? put : `if (${conflict.claims}.claims.length === 1) ${put}`);
  });
  leaveFrame(site);
}

/** By the path of a value what a conflict says, and the variable of traced code that holds what is claimed for it. */
type Conflicts = ReadonlyMap<string, { readonly message: string; readonly claims: string | undefined }>;

/** Where no definition has a key that is more than a scalar, each path is a rule of its own to OPA. */
function conflictsByPath({ code, probes }: Unit, group: RuleGroup): Conflicts | undefined {
  const paths = group.clauses.map((clause) => scalarPath(group, clause));
  if (paths.includes(undefined)) return undefined;
  return new Map(
    (paths as string[]).map((path) => {
      const claims = probes === undefined ? undefined : code.fresh("claims");
      if (claims !== undefined) code.push(`let ${claims};`);
      return [path, { message: `rule ${path} produced conflicting values`, claims }];
    }),
  );
}

function scalarPath({ path }: RuleGroup, { keys, contains }: Clause): string | undefined {
  if (contains !== undefined) return undefined;
  let text = pathText(path);
  for (const key of keys) {
    if (key.kind !== "scalar") return undefined;
    text += typeof key.value === "string" ? pathPart(key.value) : `[${print(key.value)}]`;
  }
  return text;
}
