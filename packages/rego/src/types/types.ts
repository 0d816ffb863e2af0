/** The key of a property: a JSON value, since objects are keyed by any constant. */
export type PropertyKey = null | boolean | number | string | { readonly text: string; readonly type: Type };

export type ArrayType = {
  readonly kind: "array";
  readonly items: readonly Unknown[];
  readonly rest: Unknown;
};
/** Mutable, since merging two definitions of a rule widens what is already known of it. */
export type DynamicProperty = { key: Unknown; value: Unknown };
export type ObjectType = {
  readonly kind: "object";
  /** By the text of the key, see `keyText`. */
  readonly properties: ReadonlyMap<string, Property>;
  readonly dynamic: DynamicProperty | undefined;
};
export type Property = { readonly key: PropertyKey; readonly type: Unknown };
/** Without a member type it is the empty set. */
export type SetType = { readonly kind: "set"; readonly of: Unknown };
/** One of several types in their order; of none, every type. */
export type AnyType = { readonly kind: "any"; readonly of: readonly Type[] };
export type FunctionType = {
  readonly kind: "function";
  readonly args: readonly Unknown[];
  /** Absent: the function has no value, or none that is known. */
  readonly result: Unknown;
  readonly variadic: Unknown;
  /** Of a built-in: what its operands and its result are called; empty for one that has no name. */
  readonly names?: readonly string[];
};
/** A JSON Schema definition that contains itself. */
export type RecursiveType = { readonly kind: "recursive"; readonly name: string; type: Type };

export type Type =
  | { readonly kind: "null" | "boolean" | "number" | "string" }
  | ArrayType
  | ObjectType
  | SetType
  | AnyType
  | FunctionType
  | RecursiveType;

/** A type, or undefined where nothing is known. */
export type Unknown = Type | undefined;

export const nullType: Type = { kind: "null" };
export const booleanType: Type = { kind: "boolean" };
export const numberType: Type = { kind: "number" };
export const stringType: Type = { kind: "string" };
export const anyType: AnyType = { kind: "any", of: [] };

export function arrayOf(items: readonly Unknown[], rest?: Unknown): ArrayType {
  return { kind: "array", items, rest };
}

export function objectOf(properties: Iterable<Property>, dynamic?: DynamicProperty): ObjectType {
  const byText = new Map<string, Property>();
  for (const property of properties) byText.set(keyText(property.key), property);
  return { kind: "object", properties: byText, dynamic };
}

export function setOf(of: Unknown): SetType {
  return { kind: "set", of };
}

export function functionOf(args: readonly Unknown[], result: Unknown, variadic?: Unknown): FunctionType {
  return { kind: "function", args, result, variadic };
}

/** Keys of different types have different texts. */
export function keyText(key: PropertyKey): string {
  if (typeof key === "string") return `"${key}`;
  return typeof key === "object" && key !== null ? key.text : String(key);
}

export function typeOfKey(key: PropertyKey): Type {
  switch (typeof key) {
    case "string":
      return stringType;
    case "number":
      return numberType;
    case "boolean":
      return booleanType;
    default:
      return key === null ? nullType : key.type;
  }
}

/** Follows a definition that contains itself to what it defines. */
export function unwrapped<T extends Unknown>(type: T): Exclude<T, RecursiveType> | Type {
  return (type?.kind === "recursive" ? type.type : type) as Exclude<T, RecursiveType>;
}

export function isAny(type: Unknown): boolean {
  return type?.kind === "any" && type.of.length === 0;
}
