import type { Value } from "../../values/value.ts";
import type { Validation } from "./validation.ts";

/** `hybrid`: no draft is named, so keywords mean what they mean in any of them. */
export type Draft = 4 | 6 | 7 | "hybrid";

/** Whether a schema has keywords that came with a draft. */
export function knows(draft: Draft, since: 6 | 7): boolean {
  return draft === "hybrid" || draft >= since;
}

/** One keyword, ready to look at a value: reports what is wrong with it. */
export type Check = (value: Value, validation: Validation) => void;

/** A schema whose keywords were read. Filled while it is read, since schemas may refer to themselves. */
export type Schema = {
  /** Of the schemas `true` and `false`: whether every value is valid. */
  verdict: boolean | undefined;
  /** What `$ref` leads to; nothing else of the schema counts then. */
  target: Schema | undefined;
  types: readonly string[];
  /** Keywords that hold other schemas for the same value. */
  combined: readonly Check[];
  number: readonly Check[];
  array: readonly Check[];
  object: readonly Check[];
  string: readonly Check[];
  common: readonly Check[];
  properties: ReadonlyMap<string, Schema>;
};

export function emptySchema(): Schema {
  const none: readonly Check[] = [];
  return {
    verdict: undefined,
    target: undefined,
    types: [],
    combined: none,
    number: none,
    array: none,
    object: none,
    string: none,
    common: none,
    properties: new Map(),
  };
}
