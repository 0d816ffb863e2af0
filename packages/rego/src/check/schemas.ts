import type { SchemaAnnotation } from "../analyse/annotations/annotation.ts";
import type { Metadata } from "../analyse/metadata.ts";
import type * as syntax from "../syntax/ast.ts";
import { refText } from "../tree/term-text.ts";
import { type CheckedModule, type Rule, type Term, variable } from "../tree/tree.ts";
import type { TypeEnvironment } from "../type-check/environment.ts";
import type { JsonValue } from "../type-check/json-value.ts";
import { overrideType } from "../type-check/override-type.ts";
import { SchemaError } from "../type-check/schema-node.ts";
import { typeOfSchema } from "../type-check/schema-types.ts";
import type { TypeProblem } from "../type-check/type-problem.ts";
import type { Type, Unknown } from "../types/types.ts";
import { toJson } from "../values/json.ts";

/** JSON Schemas (drafts 4 to 7) as JSON values: what policies are checked against, never what is evaluated. */
export type Schemas = {
  readonly input?: JsonValue;
  readonly data?: JsonValue;
  /** By their refs in annotations, `schema.` left out: `pod`, `example/pod`. */
  readonly named?: Readonly<Record<string, JsonValue>>;
};

/** The rule that a clause was read from. */
export type ClauseSource = { readonly rule: syntax.Rule; readonly module: syntax.Module };

/** The rules of the sources, by the clauses read from them in the same order. */
export function clauseSources(
  sources: readonly syntax.Module[],
  modules: readonly CheckedModule[],
): ReadonlyMap<Rule, ClauseSource> {
  const found = new Map<Rule, ClauseSource>();
  for (const [i, { rules }] of modules.entries()) {
    const module = sources[i] as syntax.Module;
    for (const [j, first] of rules.entries()) {
      let rule = module.rules[j];
      for (let clause: Rule | undefined = first; clause !== undefined && rule !== undefined; clause = clause.orElse) {
        found.set(clause, { rule, module });
        rule = rule.orElse;
      }
    }
  }
  return found;
}

/** The types of documents, as far as schemas say: those that are given, and those of METADATA comments. */
export class SchemaSet {
  private readonly schemas: Schemas;
  private readonly metadata: Metadata;
  private readonly types = new Map<string, Type>();

  constructor(schemas: Schemas, metadata: Metadata) {
    this.schemas = schemas;
    this.metadata = metadata;
  }

  /** Of the document as a whole. Throws {@link SchemaError}. */
  typeOf(document: "input" | "data"): Unknown {
    const schema = this.schemas[document];
    return schema === undefined ? undefined : typeOfSchema(schema);
  }

  /** Puts what the annotations of a rule say of documents. */
  override(env: TypeEnvironment, rule: Rule, source: ClauseSource): TypeProblem[] {
    const problems: TypeProblem[] = [];
    for (const annotation of this.metadata.schemasOf(source.rule, source.module)) {
      const path = checkedTerms(annotation.path);
      if (path === undefined) continue;
      try {
        const type = this.annotated(annotation.schema);
        if (type !== undefined) overrideType(env, path, type);
      } catch (error) {
        if (!(error instanceof SchemaError)) throw error;
        problems.push({ message: error.message, location: rule.loc, isOfUnknown: false });
      }
    }
    return problems;
  }

  private annotated(schema: SchemaAnnotation["schema"]): Unknown {
    if ("definition" in schema) return typeOfSchema(toJson(schema.definition) as JsonValue);
    const { named = {}, input } = this.schemas;
    if (input === undefined && Object.keys(named).length === 0) return undefined;
    const ref = checkedTerms(schema.ref) ?? [];
    const name = ref
      .slice(1)
      .map((part) => (part.kind === "scalar" ? String(part.value) : ""))
      .join("/");
    const known = this.types.get(name);
    if (known !== undefined) return known;
    const found = name === "" ? input : Object.hasOwn(named, name) ? named[name] : undefined;
    if (found === undefined) throw new SchemaError(`undefined schema: ${refText(ref)}`);
    const type = typeOfSchema(found);
    this.types.set(name, type);
    return type;
  }
}

/** Names and constants; undefined for a ref with other parts, which no document is at. */
function checkedTerms(terms: readonly syntax.Term[]): Term[] | undefined {
  const checked: Term[] = [];
  for (const term of terms) {
    if (term.kind === "var") checked.push(variable(term.name, term.loc));
    else if (term.kind === "scalar") checked.push({ ...term });
    else return undefined;
  }
  return checked;
}
