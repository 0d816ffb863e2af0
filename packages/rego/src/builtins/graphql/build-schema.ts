import { checkDefinitions, checkDirectives } from "./check-schema.ts";
import { GraphqlError, positionOf } from "./position.ts";
import { prelude } from "./prelude.ts";
import { readSchema } from "./read-schema.ts";
import type { Schema } from "./schema.ts";
import type { Definition, DirectiveDefinition, SchemaDefinition, SchemaDocument } from "./tree.ts";

let builtIn: SchemaDocument | undefined;

/** Builds a schema and checks it. Throws {@link GraphqlError} with the first problem. */
export function buildSchema(document: SchemaDocument): Schema {
  builtIn ??= readSchema(prelude, true);
  const types = mergedTypes([builtIn, document]);
  const directives = mergedDirectives([builtIn, document]);
  const roots = new Map<string, string>();
  const [definition, second] = document.Schema ?? [];
  if (second !== undefined)
    throw new GraphqlError(
      "Cannot have multiple schema entry points, consider schema extensions instead",
      positionOf(second),
    );
  const schema: Schema = { types, directives, roots, possibleTypes: (name) => possibleTypes(types, name) };
  for (const part of [...(definition === undefined ? [] : [definition]), ...(document.SchemaExtension ?? [])]) {
    addRoots(part, types, roots);
    checkDirectives(schema, part.Directives ?? [], "SCHEMA");
  }
  checkDefinitions(schema);
  if (definition === undefined) addDefaultRoots(types, roots);
  return schema;
}

function mergedTypes(documents: readonly SchemaDocument[]): Map<string, Definition> {
  const types = new Map<string, Definition>();
  for (const definition of documents.flatMap(({ Definitions = [] }) => Definitions)) {
    if (types.has(definition.Name))
      throw new GraphqlError(`Cannot redeclare type ${definition.Name}`, positionOf(definition));
    types.set(definition.Name, definition);
  }
  for (const extension of documents.flatMap(({ Extensions = [] }) => Extensions)) {
    const base = types.get(extension.Name);
    if (base === undefined) types.set(extension.Name, extension);
    else if (base.Kind === extension.Kind) types.set(extension.Name, extended(base, extension));
    else {
      const { Name, Kind } = extension;
      throw new GraphqlError(
        `Cannot extend type ${Name} because the base type is a ${base.Kind}, not ${Kind}`,
        positionOf(extension),
      );
    }
  }
  return types;
}

function extended(base: Definition, extension: Definition): Definition {
  return {
    ...base,
    Directives: [...(base.Directives ?? []), ...(extension.Directives ?? [])],
    Interfaces: [...(base.Interfaces ?? []), ...(extension.Interfaces ?? [])],
    Fields: [...(base.Fields ?? []), ...(extension.Fields ?? [])],
    Types: [...(base.Types ?? []), ...(extension.Types ?? [])],
    EnumValues: [...(base.EnumValues ?? []), ...(extension.EnumValues ?? [])],
  };
}

function mergedDirectives([builtIn, document]: readonly SchemaDocument[]): Map<string, DirectiveDefinition> {
  const directives = new Map<string, DirectiveDefinition>();
  for (const definition of builtIn?.Directives ?? []) directives.set(definition.Name, definition);
  const known = new Set<string>();
  for (const definition of document?.Directives ?? []) {
    if (known.has(definition.Name))
      throw new GraphqlError(`Cannot redeclare directive ${definition.Name}`, positionOf(definition));
    known.add(definition.Name);
    directives.set(definition.Name, definition);
  }
  return directives;
}

function addRoots(
  { OperationTypes = [] }: SchemaDefinition,
  types: ReadonlyMap<string, Definition>,
  roots: Map<string, string>,
): void {
  for (const entry of OperationTypes) {
    if (!types.has(entry.Type)) {
      throw new GraphqlError(
        `Schema root ${entry.Operation} refers to a type ${entry.Type} that does not exist`,
        positionOf(entry),
      );
    }
    roots.set(entry.Operation, entry.Type);
  }
}

function addDefaultRoots(types: ReadonlyMap<string, Definition>, roots: Map<string, string>): void {
  for (const name of ["Query", "Mutation", "Subscription"]) {
    if (types.has(name) && !roots.has(name.toLowerCase())) roots.set(name.toLowerCase(), name);
  }
}

function possibleTypes(types: ReadonlyMap<string, Definition>, name: string): ReadonlySet<string> {
  const definition = types.get(name);
  if (definition?.Kind === "UNION") return new Set(definition.Types ?? []);
  if (definition?.Kind !== "INTERFACE") return new Set([name]);
  return new Set(
    [...types.values()].filter(({ Interfaces = [] }) => Interfaces.includes(name)).map(({ Name }) => Name),
  );
}
