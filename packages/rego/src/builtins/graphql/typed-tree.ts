import type { QueryDocument, SchemaDocument } from "./tree.ts";

/** A tree that cannot be one: a member has a wrong type. */
export class TreeError extends Error {
  override readonly name = "TreeError";
}

/** Makes JSON that a policy wrote a tree: what is missing or null is empty, what no node has is left out. */
type Reader = (json: unknown) => unknown;
type Members = Readonly<Record<string, Reader>>;

const text: Reader = (json) => scalar(json, "string", "");
const flag: Reader = (json) => scalar(json, "boolean", false);
const kindNumber: Reader = (json) => scalar(json, "number", 0);

function scalar(json: unknown, type: "string" | "boolean" | "number", empty: unknown): unknown {
  if (json === undefined || json === null) return empty;
  if (typeof json !== type || (type === "number" && !Number.isSafeInteger(json))) throw new TreeError(`no ${type}`);
  return json;
}

/** Empty lists are left out. */
function list(item: Reader): Reader {
  return (json) => {
    if (json === undefined || json === null) return undefined;
    if (!Array.isArray(json)) throw new TreeError("no list");
    const items = json.map(item).filter((member) => member !== undefined);
    return items.length === 0 ? undefined : items;
  };
}

/** A node whose names of members are written in any case, as Go reads JSON. */
function node(members: () => Members): Reader {
  return (json) =>
    json === undefined || json === null ? undefined : read(json, members(), (name) => name.toLowerCase());
}

/** Go has readers of its own for nodes with selections, and they know names as they are written. */
function exactNode(members: () => Members): Reader {
  return (json) => (json === undefined || json === null ? undefined : read(json, members(), (name) => name));
}

function read(json: unknown, members: Members, spelling: (name: string) => string): object {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new TreeError("no node");
  const given = new Map(Object.entries(json).map(([name, value]) => [spelling(name), value]));
  const read = Object.entries(members).map(([name, reader]) => [name, reader(given.get(spelling(name)))] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

const typeRef: Reader = node(() => ({ NamedType: text, Elem: typeRef, NonNull: flag }));
const value: Reader = node(() => ({
  Raw: text,
  Kind: kindNumber,
  ExpectedTypeHasDefault: flag,
  Children: list(node(() => ({ Name: text, Value: value }))),
}));
const argumentsOf = list(node(() => ({ Name: text, Value: value })));
const directives = list(node(() => ({ Name: text, Arguments: argumentsOf, Location: text })));

/** Every selection is read as a field: what is none has an empty name. One that cannot be read is left out. */
const selections = list((json) => {
  try {
    return field(json);
  } catch (error) {
    if (error instanceof TreeError) return undefined;
    throw error;
  }
});
const field: Reader = exactNode(() => ({
  Alias: text,
  Name: text,
  Arguments: argumentsOf,
  Directives: directives,
  SelectionSet: selections,
}));

const variables = list(
  node(() => ({ Variable: text, Type: typeRef, DefaultValue: value, Directives: directives, Used: flag })),
);
const query = node(() => ({
  Operations: list(
    exactNode(() => ({
      Operation: text,
      Name: text,
      VariableDefinitions: variables,
      Directives: directives,
      SelectionSet: selections,
    })),
  ),
  Fragments: list(
    exactNode(() => ({
      Name: text,
      VariableDefinition: variables,
      TypeCondition: text,
      Directives: directives,
      SelectionSet: selections,
    })),
  ),
}));

const argumentMembers: Members = {
  Description: text,
  Name: text,
  DefaultValue: value,
  Type: typeRef,
  Directives: directives,
};
const argumentDefinitions = list(node(() => argumentMembers));
const definitions = list(
  node(() => ({
    Kind: text,
    Description: text,
    Name: text,
    BuiltIn: flag,
    Directives: directives,
    Interfaces: list(text),
    Fields: list(node(() => ({ ...argumentMembers, Arguments: argumentDefinitions }))),
    Types: list(text),
    EnumValues: list(node(() => ({ Description: text, Name: text, Directives: directives }))),
  })),
);
const schemaDefinitions = list(
  node(() => ({
    Description: text,
    Directives: directives,
    OperationTypes: list(node(() => ({ Operation: text, Type: text }))),
  })),
);
const schema = node(() => ({
  Schema: schemaDefinitions,
  SchemaExtension: schemaDefinitions,
  Directives: list(
    node(() => ({
      Description: text,
      Name: text,
      Arguments: argumentDefinitions,
      Locations: list(text),
      IsRepeatable: flag,
    })),
  ),
  Definitions: definitions,
  Extensions: definitions,
}));

/** The tree of a query that a policy wrote. Throws {@link TreeError}. */
export function queryTree(json: unknown): QueryDocument {
  return query(json) as QueryDocument;
}

/** The tree of a schema that a policy wrote. Throws {@link TreeError}. */
export function schemaTree(json: unknown): SchemaDocument {
  return schema(json) as SchemaDocument;
}
