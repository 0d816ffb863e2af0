import type { FunctionType, Type, Unknown } from "../types/types.ts";
import { keyJson, propertiesInOrder } from "./type-json.ts";

/** A type as OPA shows it to people. */
export function typeText(type: Unknown): string {
  switch (type?.kind) {
    case undefined:
      return "???";
    case "array":
      return `array${listed(type.items.map(typeText))}${type.rest === undefined ? "" : `[${typeText(type.rest)}]`}`;
    case "object":
      return objectText(type);
    case "set":
      return type.of === undefined ? "set" : `set[${typeText(type.of)}]`;
    case "any":
      return `any${listed(type.of.map(typeText))}`;
    case "function":
      return `${argumentsText(type, undefined, [])} => ${typeText(type.result)}`;
    case "recursive":
      return `recursive(${type.name})`;
    default:
      return String(type?.kind);
  }
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? "" : `<${texts.join(", ")}>`;
}

function objectText({ properties, dynamic }: Extract<Type, { kind: "object" }>): string {
  const known = propertiesInOrder(properties.values()).map(
    ({ key, type }) => `${String(keyJson(key))}: ${typeText(type)}`,
  );
  return `object${listed(known)}${dynamic === undefined ? "" : `[${typeText(dynamic.key)}: ${typeText(dynamic.value)}]`}`;
}

/** What a function takes, with the names of operands where there are some; see `argumentsJson`. */
export function argumentsText({ args, variadic, names }: FunctionType, result?: Unknown, shown = names): string {
  const types = result === undefined ? args : [...args, result];
  const texts = types.map((type, i) => (shown?.[i] ? `${shown[i]}: ${typeText(type)}` : typeText(type)));
  return typesText(variadic === undefined ? texts : [...texts, `${typeText(variadic)}...`]);
}

export function typesText(texts: readonly string[]): string {
  return `(${texts.join(", ")})`;
}
