import { RegoEvaluationError } from "../errors.ts";
import { keysOf } from "../values/compare.ts";
import { isObject, isPlainObject } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { setOwn } from "../values/objects.ts";
import type { Value } from "../values/value.ts";
import { type Context, type DocumentNode, type Memo, unset } from "./context.ts";
import { keys, member } from "./lookup.ts";

/** A place under `data` where both base documents and rules may be; its rules run only when they are looked at. */
export class VirtualDocument {
  readonly #context: Context;
  readonly #node: DocumentNode;

  constructor(context: Context, node: DocumentNode) {
    this.#context = context;
    this.#node = node;
  }

  member(key: Value): Value | VirtualDocument | undefined {
    const child = typeof key === "string" ? this.#node.children.get(key) : undefined;
    if (child !== undefined) return documentAt(this.#context, child);
    const base = this.base();
    return baseMember(base, key);
  }

  /** Keys of rules and of base documents, in Rego's order. */
  keys(): readonly Value[] {
    const base = this.base();
    const names: Record<string, true> = {};
    if (base !== undefined && isPlainObject(base)) for (const key of Object.keys(base)) setOwn(names, key, true);
    for (const key of this.#node.children.keys()) setOwn(names, key, true);
    return keysOf(names);
  }

  settle(): Value | undefined {
    const base = this.base();
    if (base !== undefined && !isPlainObject(base)) return base;
    const merged: Record<string, Value> = { ...base };
    for (const [key, child] of this.#node.children) {
      const value = settled(documentAt(this.#context, child));
      const known = base === undefined ? undefined : memberOf(base, key);
      if (value !== undefined) setOwn(merged, key, known === undefined ? value : overlaid(value, known));
    }
    return merged;
  }

  private base(): Value | undefined {
    let value = this.#context.data;
    for (const part of this.#node.path) {
      if (value === undefined || !isObject(value)) return undefined;
      value = memberOf(value, part);
    }
    return value;
  }
}

/** Where rules and a base document give different values to one place, the base document is seen in the whole. */
function overlaid(virtual: Value, base: Value): Value {
  if (!isPlainObject(virtual) || !isPlainObject(base)) return base;
  const merged: Record<string, Value> = { ...virtual };
  for (const [key, value] of Object.entries(base)) {
    const known = memberOf(virtual, key);
    setOwn(merged, key, known === undefined ? value : overlaid(known, value));
  }
  return merged;
}

/** A base document is addressed by path, in which a number is the text of a key. */
export function baseMember(value: Value | undefined, key: Value): Value | undefined {
  const isText = typeof key === "number" && value !== undefined && isPlainObject(value);
  return member(value, isText ? String(key) : key);
}

/** The value of the rules at a node, or the node as a place to look further. */
export function documentAt(context: Context, node: DocumentNode): Value | VirtualDocument | undefined {
  if (node.group < 0) return new VirtualDocument(context, node);
  // No function is under a node.
  const known = context.memo[node.group] as Memo;
  if (known !== unset) return known;
  const rule = context.evaluation.rules[node.group];
  if (rule === undefined) throw new RegoEvaluationError("eval_internal_error", `no rule at ${node.path.join(".")}`);
  return rule(context);
}

export function settled(found: Value | VirtualDocument | undefined): Value | undefined {
  return found instanceof VirtualDocument ? found.settle() : found;
}

export function step(found: Value | VirtualDocument, key: Value): Value | VirtualDocument | undefined {
  return found instanceof VirtualDocument ? found.member(key) : member(found, key);
}

export function stepKeys(found: Value | VirtualDocument): readonly Value[] {
  return found instanceof VirtualDocument ? found.keys() : keys(found);
}
