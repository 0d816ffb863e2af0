import { at, GraphqlError } from "./position.ts";
import { list, Reader } from "./reader.ts";
import type { Fragment, Operation, QueryDocument, Selection, VariableDefinition } from "./tree.ts";

export function readQuery(source: string): QueryDocument {
  const reader = new Reader(source);
  const operations: Operation[] = [];
  const fragments: Fragment[] = [];
  while (!reader.is("<EOF>")) {
    if (reader.is("{") || ["query", "mutation", "subscription"].some((word) => reader.is("Name", word))) {
      operations.push(readOperation(reader));
    } else if (reader.is("Name", "fragment")) fragments.push(readFragment(reader));
    else throw reader.unexpected();
  }
  return { ...list("Operations", operations), ...list("Fragments", fragments) };
}

function readOperation(reader: Reader): Operation {
  const { position } = reader;
  if (reader.is("{")) return at(position, { Operation: "query", Name: "", SelectionSet: readSelections(reader) });
  const kind = reader.advance().value;
  const name = reader.is("Name") ? reader.name() : "";
  return at(position, {
    Operation: kind,
    Name: name,
    ...list("VariableDefinitions", readVariables(reader)),
    ...list("Directives", reader.directives(false)),
    SelectionSet: readSelections(reader),
  });
}

function readVariables(reader: Reader): VariableDefinition[] {
  return reader.some("(", ")", () => {
    const { position } = reader;
    reader.expect("$");
    const name = reader.name();
    reader.expect(":");
    const type = reader.type();
    const fallback = reader.skip("=") ? { DefaultValue: reader.value(true) } : {};
    return at(position, {
      Variable: name,
      Type: type,
      ...fallback,
      ...list("Directives", reader.directives(false)),
      Used: false,
    });
  });
}

function readSelections(reader: Reader): Selection[] {
  if (!reader.is("{")) throw new GraphqlError(`Expected {, found ${reader.token.kind}`, reader.position);
  return reader.some("{", "}", () => (reader.is("...") ? readSpread(reader) : readField(reader)));
}

function readField(reader: Reader): Selection {
  const { position } = reader;
  const alias = reader.name();
  const name = reader.skip(":") ? reader.name() : alias;
  return at(position, {
    Alias: alias,
    Name: name,
    ...list("Arguments", reader.arguments(false)),
    ...list("Directives", reader.directives(false)),
    ...(reader.is("{") ? { SelectionSet: readSelections(reader) } : {}),
  });
}

function readSpread(reader: Reader): Selection {
  reader.expect("...");
  const { position } = reader;
  if (reader.is("Name") && !reader.is("Name", "on")) {
    return at(position, { Name: reader.name(), ...list("Directives", reader.directives(false)) });
  }
  const condition = reader.skip("Name", "on") ? reader.name() : "";
  return at(position, {
    TypeCondition: condition,
    ...list("Directives", reader.directives(false)),
    SelectionSet: readSelections(reader),
  });
}

function readFragment(reader: Reader): Fragment {
  const { position } = reader;
  reader.expectWord("fragment");
  if (reader.is("Name", "on")) throw reader.unexpected();
  const name = reader.name();
  const variables = readVariables(reader);
  reader.expectWord("on");
  return at(position, {
    Name: name,
    ...list("VariableDefinition", variables),
    TypeCondition: reader.name(),
    ...list("Directives", reader.directives(false)),
    SelectionSet: readSelections(reader),
  });
}
