import { createHash } from "node:crypto";
import type { RuleGroup } from "../analyse/program.ts";
import type { Classification } from "../classify/classify.ts";
import type { Location } from "../errors.ts";
import type { DocumentNode } from "../runtime/context.ts";

/** Changes with whatever generated code expects of the library it runs in. */
export const format = 4;

/** A query that can be asked of a serialised policy. `rule`: the index of the rule that is all it asks for. */
export type SerialisedQuery = {
  readonly text: string;
  readonly variables: readonly string[];
  readonly rule: number | undefined;
  readonly classification: Classification;
};

/**
 * The first line of a serialised policy, JSON: all that evaluation needs besides code. Behind it comes the body of a
 * JavaScript function that returns `rules` and, in the order of `queries`, functions that make the queries' code.
 */
export type Header = {
  readonly format: number;
  readonly rules: readonly (Pick<RuleGroup, "path" | "kind"> & { readonly location: Location })[];
  readonly tree: TreeText;
  readonly queries: readonly SerialisedQuery[];
};

/** A place under `data`: the index of its rule or -1, and the places below it by name. */
export type TreeText = readonly [rule: number, children: readonly (readonly [name: string, child: TreeText])[]];

export function treeText({ group, children }: DocumentNode): TreeText {
  return [group, [...children].map(([name, child]) => [name, treeText(child)] as const)];
}

export function treeOf([group, children]: TreeText, path: readonly string[] = []): DocumentNode {
  return {
    path,
    group,
    children: new Map(children.map(([name, child]) => [name, treeOf(child, [...path, name])])),
  };
}

/** SHA-256 of the whole text, in hexadecimal. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
