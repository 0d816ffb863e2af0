import type { Token } from "./lexer.ts";
import { at } from "./position.ts";
import { list, Reader } from "./reader.ts";
import type {
  ArgumentDefinition,
  Definition,
  DirectiveDefinition,
  EnumValue,
  FieldDefinition,
  Kind,
  SchemaDefinition,
  SchemaDocument,
} from "./tree.ts";

const kinds: Readonly<Record<string, Kind>> = {
  scalar: "SCALAR",
  type: "OBJECT",
  interface: "INTERFACE",
  union: "UNION",
  enum: "ENUM",
  input: "INPUT_OBJECT",
};

const locations = new Set([
  "QUERY",
  "MUTATION",
  "SUBSCRIPTION",
  "FIELD",
  "FRAGMENT_DEFINITION",
  "FRAGMENT_SPREAD",
  "INLINE_FRAGMENT",
  "VARIABLE_DEFINITION",
  "SCHEMA",
  "SCALAR",
  "OBJECT",
  "FIELD_DEFINITION",
  "ARGUMENT_DEFINITION",
  "INTERFACE",
  "UNION",
  "ENUM",
  "ENUM_VALUE",
  "INPUT_OBJECT",
  "INPUT_FIELD_DEFINITION",
]);

export function readSchema(source: string, isBuiltIn = false): SchemaDocument {
  const reader = new Reader(source);
  const schema: SchemaDefinition[] = [];
  const schemaExtension: SchemaDefinition[] = [];
  const directives: DirectiveDefinition[] = [];
  const definitions: Definition[] = [];
  const extensions: Definition[] = [];
  while (!reader.is("<EOF>")) {
    const described = reader.token;
    const description = readDescription(reader);
    if (reader.skip("Name", "extend")) {
      if (description !== "") throw reader.unexpected(described);
      if (reader.is("Name", "schema")) schemaExtension.push(readSchemaDefinition(reader, "", true));
      else extensions.push(readDefinition(reader, "", { isExtension: true, isBuiltIn }));
    } else if (reader.is("Name", "schema")) schema.push(readSchemaDefinition(reader, description, false));
    else if (reader.is("Name", "directive")) directives.push(readDirectiveDefinition(reader, description));
    else definitions.push(readDefinition(reader, description, { isExtension: false, isBuiltIn }));
  }
  return {
    ...list("Schema", schema),
    ...list("SchemaExtension", schemaExtension),
    ...list("Directives", directives),
    ...list("Definitions", definitions),
    ...list("Extensions", extensions),
  };
}

function readDescription(reader: Reader): string {
  return reader.is("String") || reader.is("BlockString") ? reader.advance().value : "";
}

function readSchemaDefinition(reader: Reader, description: string, isExtension: boolean): SchemaDefinition {
  reader.expectWord("schema");
  const { position } = reader;
  const directives = reader.directives(true);
  const operations = reader.some("{", "}", () => readOperationType(reader));
  if (isExtension && directives.length === 0 && operations.length === 0) throw reader.unexpected();
  return at(position, {
    Description: description,
    ...list("Directives", directives),
    ...list("OperationTypes", operations),
  });
}

function readOperationType(reader: Reader): { Operation: string; Type: string } {
  const token: Token = reader.advance();
  if (!["query", "mutation", "subscription"].includes(token.value)) throw reader.unexpected(token);
  reader.expect(":");
  return at(token.position, { Operation: token.value, Type: reader.name() });
}

function readDirectiveDefinition(reader: Reader, description: string): DirectiveDefinition {
  reader.expectWord("directive");
  reader.expect("@");
  const { position } = reader;
  const name = reader.name();
  const args = readArguments(reader);
  const isRepeatable = reader.skip("Name", "repeatable");
  reader.expectWord("on");
  reader.skip("|");
  const found: string[] = [];
  do {
    const token = reader.expect("Name");
    if (!locations.has(token.value)) throw reader.unexpected(token);
    found.push(token.value);
  } while (reader.skip("|"));
  return at(position, {
    Description: description,
    Name: name,
    ...list("Arguments", args),
    Locations: found,
    IsRepeatable: isRepeatable,
  });
}

function readDefinition(
  reader: Reader,
  description: string,
  { isExtension, isBuiltIn }: { isExtension: boolean; isBuiltIn: boolean },
): Definition {
  const kind = reader.is("Name") && Object.hasOwn(kinds, reader.token.value) ? kinds[reader.token.value] : undefined;
  if (kind === undefined) throw reader.unexpected();
  reader.advance();
  const { position } = reader;
  const name = reader.name();
  const parts = {
    ...(kind === "OBJECT" || kind === "INTERFACE" ? list("Interfaces", readInterfaces(reader)) : {}),
    ...list("Directives", reader.directives(true)),
    ...readMembers(reader, kind),
  };
  if (isExtension && Object.keys(parts).length === 0) throw reader.unexpected();
  return at(position, { Kind: kind, Description: description, Name: name, BuiltIn: isBuiltIn, ...parts });
}

function readMembers(reader: Reader, kind: Kind): Partial<Definition> {
  switch (kind) {
    case "OBJECT":
    case "INTERFACE":
      return list(
        "Fields",
        reader.some("{", "}", () => readField(reader)),
      );
    case "INPUT_OBJECT":
      return list(
        "Fields",
        reader.some("{", "}", () => readArgument(reader)),
      );
    case "UNION":
      return list("Types", readUnion(reader));
    case "ENUM":
      return list(
        "EnumValues",
        reader.some("{", "}", () => readEnumValue(reader)),
      );
    default:
      return {};
  }
}

function readInterfaces(reader: Reader): string[] {
  if (!reader.skip("Name", "implements")) return [];
  reader.skip("&");
  const names = [reader.name()];
  while (reader.skip("&")) names.push(reader.name());
  return names;
}

function readUnion(reader: Reader): string[] {
  if (!reader.skip("=")) return [];
  reader.skip("|");
  const names = [reader.name()];
  while (reader.skip("|")) names.push(reader.name());
  return names;
}

function readField(reader: Reader): FieldDefinition {
  const description = readDescription(reader);
  const { position } = reader;
  const name = reader.name();
  const args = readArguments(reader);
  reader.expect(":");
  return at(position, {
    Description: description,
    Name: name,
    ...list("Arguments", args),
    Type: reader.type(),
    ...list("Directives", reader.directives(true)),
  });
}

function readArguments(reader: Reader): ArgumentDefinition[] {
  return reader.some("(", ")", () => readArgument(reader));
}

function readArgument(reader: Reader): ArgumentDefinition {
  const description = readDescription(reader);
  const { position } = reader;
  const name = reader.name();
  reader.expect(":");
  return at(position, {
    Description: description,
    Name: name,
    Type: reader.type(),
    ...(reader.skip("=") ? { DefaultValue: reader.value(true) } : {}),
    ...list("Directives", reader.directives(true)),
  });
}

function readEnumValue(reader: Reader): EnumValue {
  const description = readDescription(reader);
  const { position } = reader;
  return at(position, {
    Description: description,
    Name: reader.name(),
    ...list("Directives", reader.directives(true)),
  });
}
