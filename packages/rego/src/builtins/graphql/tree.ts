/**
 * GraphQL syntax trees as OPA shows them: JSON objects with these members, of which empty lists and absent nodes are
 * left out. Policies read them and may write them, so every list may be missing.
 */
export type TypeRef = { readonly NamedType: string; readonly Elem?: TypeRef; readonly NonNull: boolean };

/** Kinds of values by number. */
export const valueKinds = {
  variable: 0,
  int: 1,
  float: 2,
  string: 3,
  block: 4,
  boolean: 5,
  null: 6,
  enum: 7,
  list: 8,
  object: 9,
} as const;

export type ValueNode = {
  readonly Raw: string;
  readonly Kind: number;
  readonly ExpectedTypeHasDefault: boolean;
  readonly Children?: readonly { readonly Name: string; readonly Value: ValueNode }[];
};
export type Argument = { readonly Name: string; readonly Value: ValueNode };
export type Directive = { readonly Name: string; readonly Arguments?: readonly Argument[]; readonly Location: string };

export type Field = {
  readonly Alias: string;
  readonly Name: string;
  readonly Arguments?: readonly Argument[];
  readonly Directives?: readonly Directive[];
  readonly SelectionSet?: readonly Selection[];
};
export type InlineFragment = {
  readonly TypeCondition: string;
  readonly Directives?: readonly Directive[];
  readonly SelectionSet?: readonly Selection[];
};
export type FragmentSpread = { readonly Name: string; readonly Directives?: readonly Directive[] };
export type Selection = Field | InlineFragment | FragmentSpread;

export type VariableDefinition = {
  readonly Variable: string;
  readonly Type: TypeRef;
  readonly DefaultValue?: ValueNode;
  readonly Directives?: readonly Directive[];
  readonly Used: boolean;
};
export type Operation = {
  readonly Operation: string;
  readonly Name: string;
  readonly VariableDefinitions?: readonly VariableDefinition[];
  readonly Directives?: readonly Directive[];
  readonly SelectionSet?: readonly Selection[];
};
export type Fragment = {
  readonly Name: string;
  readonly VariableDefinition?: readonly VariableDefinition[];
  readonly TypeCondition: string;
  readonly Directives?: readonly Directive[];
  readonly SelectionSet?: readonly Selection[];
};
export type QueryDocument = { readonly Operations?: readonly Operation[]; readonly Fragments?: readonly Fragment[] };

export type ArgumentDefinition = {
  readonly Description: string;
  readonly Name: string;
  readonly DefaultValue?: ValueNode;
  readonly Type: TypeRef;
  readonly Directives?: readonly Directive[];
};
export type FieldDefinition = ArgumentDefinition & { readonly Arguments?: readonly ArgumentDefinition[] };
export type EnumValue = {
  readonly Description: string;
  readonly Name: string;
  readonly Directives?: readonly Directive[];
};
export type Kind = "SCALAR" | "OBJECT" | "INTERFACE" | "UNION" | "ENUM" | "INPUT_OBJECT";
export type Definition = {
  readonly Kind: Kind;
  readonly Description: string;
  readonly Name: string;
  readonly BuiltIn: boolean;
  readonly Directives?: readonly Directive[];
  readonly Interfaces?: readonly string[];
  readonly Fields?: readonly FieldDefinition[];
  readonly Types?: readonly string[];
  readonly EnumValues?: readonly EnumValue[];
};
export type DirectiveDefinition = {
  readonly Description: string;
  readonly Name: string;
  readonly Arguments?: readonly ArgumentDefinition[];
  readonly Locations?: readonly string[];
  readonly IsRepeatable: boolean;
};
export type SchemaDefinition = {
  readonly Description: string;
  readonly Directives?: readonly Directive[];
  readonly OperationTypes?: readonly { readonly Operation: string; readonly Type: string }[];
};
export type SchemaDocument = {
  readonly Schema?: readonly SchemaDefinition[];
  readonly SchemaExtension?: readonly SchemaDefinition[];
  readonly Directives?: readonly DirectiveDefinition[];
  readonly Definitions?: readonly Definition[];
  readonly Extensions?: readonly Definition[];
};

export function typeText({ NamedType, Elem, NonNull }: TypeRef): string {
  return `${Elem === undefined ? NamedType : `[${typeText(Elem)}]`}${NonNull ? "!" : ""}`;
}

export function namedType({ NamedType, Elem }: TypeRef): string {
  return Elem === undefined ? NamedType : namedType(Elem);
}
