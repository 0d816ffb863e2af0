import type { FunctionType, Property, PropertyKey, Type, Unknown } from "../types/types.ts";
import { compare } from "../values/compare.ts";

/** A type as OPA writes it in the details of an error; null where it is not known. */
type TypeJson = { readonly [key: string]: unknown } | null;

export function typeJson(type: Unknown): TypeJson {
  switch (type?.kind) {
    case undefined:
      return null;
    case "array": {
      const { items, rest } = type;
      return {
        type: "array",
        ...(items.length > 0 && { static: items.map(typeJson) }),
        ...(rest !== undefined && { dynamic: typeJson(rest) }),
      };
    }
    case "object":
      return objectJson(type);
    case "set":
      return { type: "set", ...(type.of !== undefined && { of: typeJson(type.of) }) };
    case "any":
      return { type: "any", ...(type.of.length > 0 && { of: type.of.map(typeJson) }) };
    case "function":
      return functionJson(type);
    case "recursive":
      return { name: type.name };
    default:
      return { type: type?.kind };
  }
}

function objectJson({ properties, dynamic }: Extract<Type, { kind: "object" }>): TypeJson {
  const known = propertiesInOrder(properties.values()).map(({ key, type }) => ({
    key: keyJson(key),
    value: typeJson(type),
  }));
  return {
    type: "object",
    ...(known.length > 0 && { static: known }),
    ...(dynamic !== undefined && { dynamic: { key: typeJson(dynamic.key), value: typeJson(dynamic.value) } }),
  };
}

export function propertiesInOrder(properties: Iterable<Property>): Property[] {
  return [...properties].toSorted(({ key: left }, { key: right }) => compare(keyJson(left), keyJson(right)));
}

/** A key that is a composite is shown by its text. */
export function keyJson(key: PropertyKey): null | boolean | number | string {
  return typeof key === "object" && key !== null ? key.text : key;
}

function functionJson(type: FunctionType): TypeJson {
  const { args, variadic } = argumentsJson(type);
  const { result, names } = type;
  return {
    type: "function",
    ...(args !== undefined && { args }),
    ...(result !== undefined && { result: named(typeJson(result), names?.[type.args.length]) }),
    ...(variadic !== undefined && { variadic }),
  };
}

/** What a function takes. Behind the operands there is a place for the result where a call may have one. */
export function argumentsJson(
  { args, variadic, names }: FunctionType,
  result?: Unknown,
): { args?: readonly TypeJson[]; variadic?: TypeJson } {
  const types = result === undefined ? args : [...args, result];
  return {
    ...(types.length > 0 && { args: types.map((type, i) => named(typeJson(type), names?.[i])) }),
    ...(variadic !== undefined && { variadic: typeJson(variadic) }),
  };
}

function named(type: TypeJson, name = ""): TypeJson {
  return name === "" ? type : { ...type, name };
}
