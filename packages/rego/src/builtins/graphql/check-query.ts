import { GraphqlError, positionOf } from "./position.ts";
import type { Schema } from "./schema.ts";
import {
  type Argument,
  type ArgumentDefinition,
  type Definition,
  type Directive,
  type Field,
  type FieldDefinition,
  type Fragment,
  type FragmentSpread,
  type InlineFragment,
  namedType,
  type Operation,
  type QueryDocument,
  type Selection,
  typeText,
  type ValueNode,
  valueKinds,
} from "./tree.ts";

type Scope = {
  readonly schema: Schema;
  readonly fragments: ReadonlyMap<string, Fragment>;
  readonly usedFragments: Set<string>;
  /** Variables of the operation, and those found in use. */
  readonly variables: ReadonlySet<string>;
  readonly usedVariables: Set<string>;
};

function fail(message: string, node: object): never {
  throw new GraphqlError(message, positionOf(node));
}

/** Checks a query against a schema (https://spec.graphql.org/October2021, section 5). */
export function checkQuery(schema: Schema, { Operations = [], Fragments = [] }: QueryDocument): void {
  const fragments = new Map<string, Fragment>();
  for (const fragment of Fragments) {
    if (fragments.has(fragment.Name)) fail(`There can be only one fragment named "${fragment.Name}"`, fragment);
    fragments.set(fragment.Name, fragment);
    checkCondition(schema, fragment.TypeCondition, fragment);
  }
  const names = new Set<string>();
  const usedFragments = new Set<string>();
  for (const operation of Operations) {
    if (operation.Name === "" && Operations.length > 1)
      fail("This anonymous operation must be the only defined operation", operation);
    if (operation.Name !== "" && names.has(operation.Name))
      fail(`There can be only one operation named "${operation.Name}"`, operation);
    names.add(operation.Name);
    checkOperation(operation, { schema, fragments, usedFragments });
  }
  const unused = Fragments.find(({ Name }) => !usedFragments.has(Name));
  if (unused !== undefined) fail(`Fragment "${unused.Name}" is never used`, unused);
}

function checkOperation(operation: Operation, parts: Pick<Scope, "schema" | "fragments" | "usedFragments">): void {
  const { VariableDefinitions = [], SelectionSet = [] } = operation;
  const variables = new Set<string>();
  for (const variable of VariableDefinitions) {
    if (variables.has(variable.Variable))
      fail(`There can be only one variable named "$${variable.Variable}"`, variable);
    const type =
      parts.schema.types.get(namedType(variable.Type)) ?? fail(`Unknown type "${namedType(variable.Type)}"`, variable);
    if (!["SCALAR", "ENUM", "INPUT_OBJECT"].includes(type.Kind)) {
      fail(`Variable "$${variable.Variable}" cannot be non-input type "${typeText(variable.Type)}"`, variable);
    }
    variables.add(variable.Variable);
  }
  const scope: Scope = { ...parts, variables, usedVariables: new Set() };
  const root = parts.schema.roots.get(operation.Operation);
  const type = root === undefined ? undefined : parts.schema.types.get(root);
  if (type === undefined) fail(`Schema does not support operation type "${operation.Operation}"`, operation);
  checkDirectiveUses(scope, operation.Directives ?? []);
  checkSelections(scope, SelectionSet, type, []);
  const unused = VariableDefinitions.find(({ Variable }) => !scope.usedVariables.has(Variable));
  if (unused === undefined) return;
  const where = operation.Name === "" ? "" : ` in operation "${operation.Name}"`;
  fail(`Variable "$${unused.Variable}" is never used${where}`, unused);
}

function checkSelections(
  scope: Scope,
  selections: readonly Selection[],
  type: Definition,
  path: readonly string[],
): void {
  for (const selection of selections) {
    checkDirectiveUses(scope, selection.Directives ?? []);
    if ("Alias" in selection) checkField(scope, selection, type, path);
    else if ("TypeCondition" in selection) checkInlineFragment(scope, selection, type, path);
    else checkFragmentSpread(scope, selection, type, path);
  }
}

function checkInlineFragment(scope: Scope, fragment: InlineFragment, type: Definition, path: readonly string[]): void {
  const { TypeCondition, SelectionSet = [] } = fragment;
  const condition = TypeCondition === "" ? type : checkCondition(scope.schema, TypeCondition, fragment);
  checkSpread(scope.schema, condition, type, fragment);
  checkSelections(scope, SelectionSet, condition, path);
}

function checkFragmentSpread(scope: Scope, spread: FragmentSpread, type: Definition, path: readonly string[]): void {
  const fragment = scope.fragments.get(spread.Name) ?? fail(`Unknown fragment "${spread.Name}"`, spread);
  scope.usedFragments.add(fragment.Name);
  if (path.includes(fragment.Name)) fail(`Cannot spread fragment "${fragment.Name}" within itself`, spread);
  const condition = checkCondition(scope.schema, fragment.TypeCondition, fragment);
  checkSpread(scope.schema, condition, type, spread);
  checkSelections(scope, fragment.SelectionSet ?? [], condition, [...path, fragment.Name]);
}

function checkCondition(schema: Schema, name: string, node: object): Definition {
  const type = schema.types.get(name) ?? fail(`Unknown type "${name}"`, node);
  if (["OBJECT", "INTERFACE", "UNION"].includes(type.Kind)) return type;
  return fail(`Fragment cannot condition on non composite type "${name}"`, node);
}

function checkSpread(schema: Schema, condition: Definition, type: Definition, node: object): void {
  const possible = schema.possibleTypes(type.Name);
  if (![...schema.possibleTypes(condition.Name)].some((name) => possible.has(name))) {
    fail(
      `Fragment cannot be spread here as objects of type "${type.Name}" can never be of type "${condition.Name}"`,
      node,
    );
  }
}

const typename: FieldDefinition = { Description: "", Name: "__typename", Type: { NamedType: "String", NonNull: true } };
const introspection: readonly FieldDefinition[] = [
  { Description: "", Name: "__schema", Type: { NamedType: "__Schema", NonNull: true } },
  {
    Description: "",
    Name: "__type",
    Type: { NamedType: "__Type", NonNull: false },
    Arguments: [{ Description: "", Name: "name", Type: { NamedType: "String", NonNull: true } }],
  },
];

function fieldOf(schema: Schema, type: Definition, name: string): FieldDefinition | undefined {
  const extra = type.Name === schema.roots.get("query") ? introspection : [];
  return [...(type.Fields ?? []), typename, ...extra].find((field) => field.Name === name);
}

function checkField(scope: Scope, field: Field, type: Definition, path: readonly string[]): void {
  const definition =
    fieldOf(scope.schema, type, field.Name) ?? fail(`Cannot query field "${field.Name}" on type "${type.Name}"`, field);
  checkArguments(scope, field, definition, type);
  const result = scope.schema.types.get(namedType(definition.Type));
  const selections = field.SelectionSet ?? [];
  if (result === undefined) return;
  const isLeaf = result.Kind === "SCALAR" || result.Kind === "ENUM";
  const text = typeText(definition.Type);
  if (isLeaf && selections.length > 0) {
    fail(`Field "${field.Name}" must not have a selection since type "${text}" has no subfields`, field);
  }
  if (!isLeaf && selections.length === 0) {
    fail(
      `Field "${field.Name}" of type "${text}" must have a selection of subfields. Did you mean "${field.Name} { ... }"?`,
      field,
    );
  }
  checkSelections(scope, selections, result, path);
}

function checkArguments(scope: Scope, field: Field, definition: FieldDefinition, type: Definition): void {
  const given = field.Arguments ?? [];
  const known = definition.Arguments ?? [];
  for (const argument of given) {
    const wanted = known.find(({ Name }) => Name === argument.Name);
    if (wanted === undefined) fail(`Unknown argument "${argument.Name}" on field "${type.Name}.${field.Name}"`, field);
    checkValue(scope, argument.Value, wanted.Type);
  }
  checkUniqueArguments(given);
  const missing = missingArgument(given, known);
  if (missing === undefined) return;
  const text = typeText(missing.Type);
  fail(
    `Field "${field.Name}" argument "${missing.Name}" of type "${text}" is required, but it was not provided`,
    field,
  );
}

function checkUniqueArguments(given: readonly Argument[]): void {
  const names = new Set<string>();
  for (const argument of given) {
    if (names.has(argument.Name)) fail(`There can be only one argument named "${argument.Name}"`, argument);
    names.add(argument.Name);
  }
}

function missingArgument(
  given: readonly Argument[],
  known: readonly ArgumentDefinition[],
): ArgumentDefinition | undefined {
  return known.find(
    ({ Name, Type, DefaultValue }) =>
      Type.NonNull && DefaultValue === undefined && !given.some((argument) => argument.Name === Name),
  );
}

function checkDirectiveUses(scope: Scope, directives: readonly Directive[]): void {
  for (const directive of directives) {
    const definition =
      scope.schema.directives.get(directive.Name) ?? fail(`Unknown directive "@${directive.Name}"`, directive);
    for (const argument of directive.Arguments ?? []) {
      const wanted = (definition.Arguments ?? []).find(({ Name }) => Name === argument.Name);
      if (wanted === undefined)
        fail(`Unknown argument "${argument.Name}" on directive "@${directive.Name}"`, directive);
      checkValue(scope, argument.Value, wanted.Type);
    }
    const missing = missingArgument(directive.Arguments ?? [], definition.Arguments ?? []);
    if (missing === undefined) continue;
    fail(
      `Directive "@${directive.Name}" argument "${missing.Name}" of type "${typeText(missing.Type)}" is required, but it was not provided`,
      directive,
    );
  }
}

const scalarKinds: Readonly<Record<string, readonly number[]>> = {
  Int: [valueKinds.int],
  Float: [valueKinds.int, valueKinds.float],
  String: [valueKinds.string, valueKinds.block],
  Boolean: [valueKinds.boolean],
  ID: [valueKinds.int, valueKinds.string, valueKinds.block],
};

function checkValue(scope: Scope, value: ValueNode, type: ArgumentDefinition["Type"]): void {
  if (value.Kind === valueKinds.variable) checkVariable(scope, value);
  else if (value.Kind === valueKinds.null) {
    if (type.NonNull) fail(`Expected value of type "${typeText(type)}", found null`, value);
  } else if (type.Elem !== undefined) {
    const items = value.Kind === valueKinds.list ? (value.Children ?? []).map((child) => child.Value) : [value];
    for (const item of items) checkValue(scope, item, type.Elem);
  } else checkNamed(scope, value, scope.schema.types.get(type.NamedType));
}

function checkVariable(scope: Scope, value: ValueNode): void {
  if (!scope.variables.has(value.Raw)) fail(`Variable "$${value.Raw}" is not defined`, value);
  scope.usedVariables.add(value.Raw);
}

function checkNamed(scope: Scope, value: ValueNode, definition: Definition | undefined): void {
  if (definition === undefined) return;
  if (definition.Kind === "INPUT_OBJECT") checkInputObject(scope, value, definition);
  else checkLeaf(value, definition);
}

function checkLeaf(value: ValueNode, { Kind, Name, EnumValues = [] }: Definition): void {
  if (Kind === "ENUM") {
    if (value.Kind === valueKinds.enum && EnumValues.some((known) => known.Name === value.Raw)) return;
    fail(`Value "${value.Raw}" does not exist in "${Name}" enum`, value);
  }
  const allowed = Object.hasOwn(scalarKinds, Name) ? scalarKinds[Name] : undefined;
  if (allowed !== undefined && !allowed.includes(value.Kind))
    fail(`${Name} cannot represent value: ${value.Raw}`, value);
}

function checkInputObject(scope: Scope, value: ValueNode, { Name, Fields = [] }: Definition): void {
  if (value.Kind !== valueKinds.object) fail(`Expected value of type "${Name}"`, value);
  const children = value.Children ?? [];
  for (const child of children) {
    const field = Fields.find((known) => known.Name === child.Name);
    if (field === undefined) fail(`Field "${child.Name}" is not defined by type "${Name}"`, child);
    checkValue(scope, child.Value, field.Type);
  }
  const missing = Fields.find(
    ({ Name: name, Type, DefaultValue }) =>
      Type.NonNull && DefaultValue === undefined && !children.some((child) => child.Name === name),
  );
  if (missing !== undefined)
    fail(`Field "${Name}.${missing.Name}" of required type "${typeText(missing.Type)}" was not provided`, value);
}
