import type { Value } from "../../values/value.ts";
import type { Check, Schema } from "./validation.ts";

/** `hybrid`: no draft is named, so keywords mean what they mean in any of them. */
export type Draft = 4 | 6 | 7 | "hybrid";

/** Whether a schema has keywords that came with a draft. */
export function knows(draft: Draft, since: 6 | 7): boolean {
  return draft === "hybrid" || draft >= since;
}

/** Reads the schemas within a schema, by the keywords of its draft. */
export type SchemaReading = {
  readonly draft: Draft;
  knows(since: 6 | 7): boolean;
  read(node: Value): Schema;
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
