import { anyType, type Type, type Unknown } from "../types/types.ts";

/**
 * How many parts a type may have that is kept for a name. Parts are shared, so a few lines such as `y := [x, x]` make a
 * type that no walk through it would end; of such a type no errors are worth finding.
 */
const mostParts = 10_000;

const sizes = new WeakMap<Type, number>();

/** The type, or the type of everything where it has too many parts. */
export function bounded<Known extends Unknown>(type: Known): Known | Type {
  return type !== undefined && mayBeLarge(type) && sizeOf(type) > mostParts ? anyType : type;
}

/** Most types are of single values. */
function mayBeLarge({ kind }: Type): boolean {
  return kind !== "string" && kind !== "number" && kind !== "boolean" && kind !== "null";
}

/** Parts of a type, shared ones counted as often as they are met. */
function sizeOf(type: Unknown): number {
  if (type === undefined) return 1;
  const known = sizes.get(type);
  if (known !== undefined) return known;
  // A definition that contains itself is met here again before its size is known.
  sizes.set(type, 1);
  let size = 1;
  for (const part of partsOf(type)) size += sizeOf(part);
  sizes.set(type, size);
  return size;
}

function partsOf(type: Type): readonly Unknown[] {
  switch (type.kind) {
    case "array":
      return [...type.items, type.rest];
    case "object":
      return [
        ...[...type.properties.values()].map((property) => property.type),
        type.dynamic?.key,
        type.dynamic?.value,
      ];
    case "set":
      return [type.of];
    case "any":
      return type.of;
    case "function":
      return [...type.args, type.result, type.variadic];
    case "recursive":
      return [type.type];
    default:
      return [];
  }
}
