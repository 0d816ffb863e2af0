import { GraphqlError, positionOf } from "./position.ts";
import type { Schema } from "./schema.ts";
import {
  type ArgumentDefinition,
  type Definition,
  type Directive,
  type FieldDefinition,
  type Kind,
  namedType,
  type TypeRef,
  typeText,
  valueKinds,
} from "./tree.ts";

const outputKinds: readonly Kind[] = ["SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM"];
const inputKinds: readonly Kind[] = ["SCALAR", "ENUM", "INPUT_OBJECT"];

/** Checks every type and directive of a schema (https://spec.graphql.org/October2021, section 3). */
export function checkDefinitions(schema: Schema): void {
  const byName = [...schema.types.values()].toSorted((a, b) => (a.Name < b.Name ? -1 : 1));
  for (const definition of byName) checkDefinition(schema, definition);
  for (const definition of byName) if (definition.Kind === "INPUT_OBJECT") checkCycles(schema, definition, []);
  for (const directive of schema.directives.values()) {
    checkName(directive.Name, directive);
    checkArguments(schema, directive.Arguments ?? [], directive.Name);
  }
}

function checkDefinition(schema: Schema, definition: Definition): void {
  const { Fields = [], Types = [], Interfaces = [], Kind, Name } = definition;
  const fail = (message: string): never => {
    throw new GraphqlError(message, positionOf(definition));
  };
  for (const field of Fields) checkField(schema, definition, field);
  for (const type of Types) {
    const member = schema.types.get(type) ?? fail(`Undefined type "${type}"`);
    if (member.Kind !== "OBJECT") fail(`${Kind} type "${type}" must be OBJECT`);
  }
  for (const name of Interfaces) checkImplements(schema, definition, name);
  if (Fields.length === 0) checkNeedsNoFields(definition);
  if (Kind === "ENUM") checkEnum(schema, definition);
  checkUnique(Fields, (name) => `Field ${Name}.${name} can only be defined once`);
  checkUnique(definition.EnumValues ?? [], (name) => `Enum value ${Name}.${name} can only be defined once`);
  if (new Set(Types).size !== Types.length) fail(`Union type ${Name} can only include each type once`);
  if (!definition.BuiltIn) checkName(Name, definition);
  checkDirectives(schema, definition.Directives ?? [], Kind, { mayRepeat: true });
}

function checkNeedsNoFields(definition: Definition): void {
  const { Kind, Name } = definition;
  const wanted = {
    OBJECT: "fields",
    INTERFACE: "fields",
    INPUT_OBJECT: "input fields",
    SCALAR: "",
    UNION: "",
    ENUM: "",
  }[Kind];
  if (wanted !== "")
    throw new GraphqlError(`${Kind} ${Name}: must define one or more ${wanted}`, positionOf(definition));
}

function checkEnum(schema: Schema, definition: Definition): void {
  const { EnumValues = [], Name } = definition;
  if (EnumValues.length === 0) {
    throw new GraphqlError(`ENUM ${Name}: must define one or more unique enum values`, positionOf(definition));
  }
  for (const value of EnumValues) {
    if (["true", "false", "null"].includes(value.Name)) {
      throw new GraphqlError(`ENUM ${Name}: non-enum value ${value.Name}`, positionOf(definition));
    }
    checkDirectives(schema, value.Directives ?? [], "ENUM_VALUE");
  }
}

function checkUnique(nodes: readonly { readonly Name: string }[], message: (name: string) => string): void {
  const seen = new Set<string>();
  for (const node of nodes) {
    if (seen.has(node.Name)) throw new GraphqlError(message(node.Name), positionOf(node));
    seen.add(node.Name);
  }
}

function checkName(name: string, node: object): void {
  if (!name.startsWith("__")) return;
  throw new GraphqlError(
    `Name "${name}" must not begin with "__", which is reserved by GraphQL introspection`,
    positionOf(node),
  );
}

function checkField(schema: Schema, { Kind, Name }: Definition, field: FieldDefinition): void {
  checkName(field.Name, field);
  const type = typeOf(schema, field.Type);
  checkArguments(schema, field.Arguments ?? [], undefined);
  const isInput = Kind === "INPUT_OBJECT";
  checkDirectives(schema, field.Directives ?? [], isInput ? "INPUT_FIELD_DEFINITION" : "FIELD_DEFINITION");
  const allowed = isInput ? inputKinds : outputKinds;
  if (allowed.includes(type.Kind)) return;
  const subject = isInput ? `${type.Kind} ${field.Name}` : `${Kind} ${Name}`;
  throw new GraphqlError(`${subject}: field must be one of ${allowed.join(", ")}`, positionOf(field));
}

function typeOf(schema: Schema, type: TypeRef): Definition {
  const definition = schema.types.get(namedType(type));
  if (definition === undefined) throw new GraphqlError(`Undefined type ${namedType(type)}`, positionOf(type));
  return definition;
}

function checkArguments(schema: Schema, args: readonly ArgumentDefinition[], directive: string | undefined): void {
  for (const argument of args) {
    checkName(argument.Name, argument);
    const { Kind } = typeOf(schema, argument.Type);
    if (!inputKinds.includes(Kind)) {
      const message = `cannot use ${typeText(argument.Type)} as argument ${argument.Name} because ${Kind} is not a valid input type`;
      throw new GraphqlError(message, positionOf(argument));
    }
    if (argument.Directives?.some(({ Name }) => Name === directive) === true) {
      throw new GraphqlError(`Directive ${directive} cannot refer to itself`, positionOf(argument));
    }
    checkDirectives(schema, argument.Directives ?? [], "ARGUMENT_DEFINITION");
  }
}

export function checkDirectives(
  schema: Schema,
  directives: readonly Directive[],
  location: string,
  { mayRepeat = false } = {},
): void {
  const seen = new Set<string>();
  for (const directive of directives) {
    const fail = (message: string): never => {
      throw new GraphqlError(message, positionOf(directive));
    };
    checkName(directive.Name, directive);
    const definition = schema.directives.get(directive.Name) ?? fail(`Undefined directive ${directive.Name}`);
    if (!mayRepeat && seen.has(directive.Name) && !definition.IsRepeatable) {
      fail(`The directive ${directive.Name} can only be used once at this location`);
    }
    seen.add(directive.Name);
    if (!(definition.Locations ?? []).includes(location))
      fail(`Directive ${directive.Name} is not applicable on ${location}`);
    checkDirectiveArguments(directive, definition.Arguments ?? []);
  }
}

function checkDirectiveArguments(directive: Directive, known: readonly ArgumentDefinition[]): void {
  const given = directive.Arguments ?? [];
  const unknown = given.find((argument) => !known.some(({ Name }) => Name === argument.Name));
  if (unknown !== undefined) {
    const message = `Undefined argument ${unknown.Name} for directive ${directive.Name}`;
    throw new GraphqlError(message, positionOf(directive));
  }
  const missing = known
    .filter(({ Type, DefaultValue }) => Type.NonNull && DefaultValue === undefined)
    .find(({ Name }) => {
      const value = given.find((argument) => argument.Name === Name)?.Value;
      return value === undefined || value.Kind === valueKinds.null;
    });
  if (missing === undefined) return;
  throw new GraphqlError(
    `Argument ${missing.Name} for directive ${directive.Name} cannot be null`,
    positionOf(directive),
  );
}

/** Sections 3.6 and 3.7: an object has every field of its interfaces, and every interface of those. */
function checkImplements(schema: Schema, definition: Definition, name: string): void {
  const fail = (message: string): never => {
    throw new GraphqlError(message, positionOf(definition));
  };
  const wanted = schema.types.get(name) ?? fail(`Undefined type "${name}"`);
  if (wanted.Kind !== "INTERFACE") fail(`"${name}" is a non interface type ${wanted.Kind}`);
  for (const required of wanted.Fields ?? []) checkHasField(schema, definition, name, required);
  const absent = (wanted.Interfaces ?? []).find((inherited) => !(definition.Interfaces ?? []).includes(inherited));
  if (absent === definition.Name) {
    fail(`Type ${absent} cannot implement ${name} because it would create a circular reference`);
  }
  if (absent !== undefined) {
    fail(`Type ${definition.Name} must implement ${absent} because it is implemented by ${name}`);
  }
}

function checkHasField(schema: Schema, definition: Definition, name: string, required: FieldDefinition): void {
  const subject = `For ${definition.Name} to implement ${name}`;
  const found = (definition.Fields ?? []).find((field) => field.Name === required.Name);
  if (found === undefined) {
    throw new GraphqlError(`${subject} it must have a field called ${required.Name}`, positionOf(definition));
  }
  if (!isCovariant(schema, required.Type, found.Type)) {
    const message = `${subject} the field ${required.Name} must have type ${typeText(required.Type)}`;
    throw new GraphqlError(message, positionOf(found));
  }
  const given = new Set((found.Arguments ?? []).map(({ Name }) => Name));
  const missing = (required.Arguments ?? []).find(({ Name }) => !given.has(Name));
  if (missing === undefined) return;
  const message = `${subject} the field ${required.Name} must have the same arguments but it is missing ${missing.Name}`;
  throw new GraphqlError(message, positionOf(found));
}

function isCovariant(schema: Schema, required: TypeRef, actual: TypeRef): boolean {
  if (required.NonNull && !actual.NonNull) return false;
  if (required.Elem === undefined) {
    return (
      actual.Elem === undefined &&
      (required.NamedType === actual.NamedType || schema.possibleTypes(required.NamedType).has(actual.NamedType))
    );
  }
  return actual.Elem !== undefined && isCovariant(schema, required.Elem, actual.Elem);
}

/** An input object that must contain itself can never be written. */
function checkCycles(schema: Schema, definition: Definition, path: readonly Definition[]): void {
  if (path.includes(definition)) {
    const message = `Cannot reference Input Object "${definition.Name}" within itself through a series of non-null fields`;
    throw new GraphqlError(message, positionOf(definition));
  }
  for (const { Type } of definition.Fields ?? []) {
    const next = Type.NonNull && Type.Elem === undefined ? schema.types.get(Type.NamedType) : undefined;
    if (next?.Kind === "INPUT_OBJECT") checkCycles(schema, next, [...path, definition]);
  }
}
