import type { CompileErrorDetails } from "../errors.ts";
import { refText, termText } from "../tree/term-text.ts";
import type { Term } from "../tree/tree.ts";
import { termJson } from "../tree/tree-json.ts";
import { type FunctionType, type PropertyKey, type Unknown, unwrapped } from "../types/types.ts";
import { compare } from "../values/compare.ts";
import { print } from "../values/print.ts";
import { argumentsJson, keyJson, typeJson } from "./type-json.ts";
import { argumentsText, typesText, typeText } from "./type-text.ts";

/** The types of a call's operands beside those that the function takes. */
export function argumentDetails(have: readonly Unknown[], want: FunctionType, result: Unknown): CompileErrorDetails {
  return {
    json: { have: have.map(typeJson), want: argumentsJson(want, result) },
    lines: [`have: ${typesText(have.map(typeText))}`, `want: ${argumentsText(want, result)}`],
  };
}

/** The types of what can never be equal. */
export function matchDetails([left, right]: readonly [Unknown, Unknown]): CompileErrorDetails {
  const kind = left?.kind === right?.kind && left !== undefined ? composites[left.kind] : undefined;
  return {
    json: { a: typeJson(left), b: typeJson(right) },
    lines: [
      `left  : ${typeText(left)}`,
      `right : ${typeText(right)}`,
      ...(kind === undefined
        ? []
        : [`hint  : both sides are ${kind} but their types differ, so they can never be equal (see ${explanation})`]),
    ],
  };
}

const composites: Readonly<Partial<Record<string, string>>> = { object: "objects", array: "arrays", set: "sets" };
const explanation = "https://www.openpolicyagent.org/docs/errors/rego-type-error/match-error";

/** What stands in a ref where it cannot: `at` is its place. `have`: its type, of a part whose type counts. */
export type WrongPart = {
  readonly kind: "part";
  readonly at: number;
  readonly have: Unknown;
  /** The type of the keys there are. */
  readonly want: Unknown;
  /** The keys themselves, where they are known. */
  readonly oneOf: readonly PropertyKey[];
};

/** What a ref looks into at `at` though nothing is in it. */
export type NoCollection = { readonly kind: "value"; readonly at: number; readonly have: Unknown };

export function refDetails(ref: readonly Term[], problem: WrongPart | NoCollection): CompileErrorDetails {
  const json = { ref: ref.map(termJson), pos: problem.at };
  return problem.kind === "value" ? valueDetails(ref, problem, json) : partDetails(ref, problem, json);
}

function valueDetails(ref: readonly Term[], { at, have }: NoCollection, json: object): CompileErrorDetails {
  const marked = "^".repeat(refText(ref.slice(0, at + 1)).length);
  return { json: { ...json, have: typeJson(have) }, lines: [refText(ref), marked, `have: ${typeText(have)}`] };
}

function partDetails(ref: readonly Term[], { at, have, want, oneOf }: WrongPart, json: object): CompileErrorDetails {
  const space = " ".repeat(refText(ref.slice(0, at)).length + 1);
  const part = ref[at] as Term;
  const keys = oneOf.map(keyJson).toSorted(compare);
  const had = have === undefined ? `have: ${termText(part)}` : `have (type): ${typeText(have)}`;
  const isOneOf = keys.length > 0 || want === undefined;
  const wanted = isOneOf ? `want (one of): [${keys.map(print).join(" ")}]` : `want (type): ${typeText(want)}`;
  return {
    json: {
      ...json,
      ...(have !== undefined && { have: typeJson(have) }),
      want: typeJson(want),
      // Go has no value for null, and writes an empty struct.
      oneOf: keys.length === 0 ? null : keys.map((key) => key ?? {}),
    },
    lines: [refText(ref), `${space}^`, space + had, space + wanted],
  };
}

/** The keys that are known of a type, each once. */
export function knownKeys(type: Unknown): PropertyKey[] {
  const known = unwrapped(type);
  if (known?.kind === "object") return [...known.properties.values()].map(({ key }) => key);
  if (known?.kind !== "any") return [];
  return [...new Map(known.of.flatMap(knownKeys).map((key) => [JSON.stringify(keyJson(key)), key] as const)).values()];
}
