import type { Location } from "../../errors.ts";
import type { Term } from "../../syntax/ast.ts";
import { setOwn } from "../../values/objects.ts";
import type { Value } from "../../values/value.ts";

export type SchemaAnnotation = {
  /** The document that is of the schema, as the parts of a ref. */
  readonly path: readonly Term[];
  /** A schema that is given with the policy, as the parts of its ref, or the schema itself. */
  readonly schema: { readonly ref: readonly Term[] } | { readonly definition: Value };
};

/** What one METADATA comment says; see https://www.openpolicyagent.org/docs/policy-language#metadata. */
export type Annotation = {
  readonly scope: string;
  readonly title: string;
  readonly entrypoint: boolean;
  readonly description: string;
  readonly organizations: readonly string[];
  readonly relatedResources: readonly { readonly ref: string; readonly description: string }[];
  readonly authors: readonly { readonly name: string; readonly email: string }[];
  readonly schemas: readonly SchemaAnnotation[];
  readonly custom: Readonly<Record<string, Value>>;
  readonly labels: Readonly<Record<string, Value>>;
  readonly loc: Location;
};

/** An annotation as `rego.metadata.rule()` answers it: without what it does not say. */
export function annotationValue(annotation: Annotation): Value {
  const { scope, title, entrypoint, description, organizations, custom, labels } = annotation;
  const value: Record<string, Value> = {};
  const add = (key: string, member: Value, isSaid: boolean): void => {
    if (isSaid) setOwn(value, key, member);
  };
  add("scope", scope, scope !== "");
  add("title", title, title !== "");
  add("entrypoint", true, entrypoint);
  add("description", description, description !== "");
  add("organizations", organizations, organizations.length > 0);
  add("related_resources", annotation.relatedResources.map(withoutEmpty), annotation.relatedResources.length > 0);
  add("authors", annotation.authors.map(withoutEmpty), annotation.authors.length > 0);
  add("schemas", annotation.schemas.map(schemaValue), annotation.schemas.length > 0);
  add("custom", custom, Object.keys(custom).length > 0);
  add("labels", labels, Object.keys(labels).length > 0);
  return value;
}

function withoutEmpty(texts: Readonly<Record<string, string>>): Value {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
}

function schemaValue({ path, schema }: SchemaAnnotation): Value {
  if ("definition" in schema) return { path: refValue(path), definition: schema.definition };
  return { path: refValue(path), schema: refValue(schema.ref) };
}

/** Names and constants of a ref; a part that is neither has no value. */
function refValue(terms: readonly Term[]): Value {
  return terms.map((term) => (term.kind === "var" ? term.name : term.kind === "scalar" ? (term.value as Value) : null));
}
