import { compare, keysOf } from "../values/compare.ts";
import { isArray, isObject } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { ObjectBuilder } from "../values/objects.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { chargeMembers, chargeValue } from "./charges.ts";
import { charge, define } from "./define.ts";
import { applyPatch } from "./json-patch.ts";
import { type PathTree, pathTree } from "./json-paths.ts";
import { memberWeight, weight } from "./weight.ts";

export const jsonEdit = [
  define("json.filter", ["object", "set|array"], function (object, paths) {
    chargeValue(this, paths);
    charge(this, Math.min(weight(object), weight(paths) * memberWeight));
    return filtered(object, pathTree(paths));
  }),
  define("json.remove", ["object", "set|array"], function (object, paths) {
    chargeValue(this, paths);
    charge(this, Math.min(weight(object), weight(paths) * memberWeight));
    return removed(object, pathTree(paths));
  }),
  define("json.patch", ["any", "array"], function (document, operations) {
    chargeValue(this, operations);
    return applyPatch(document, operations, (members) => chargeMembers(this, members));
  }),
];

/** What of a value the paths lead to. */
function filtered(value: Value, tree: PathTree): Value {
  if (!isObject(tree)) return value;
  const keptAt = (key: Value, member: Value): Value | undefined => {
    const inner = memberOf(tree, key);
    return inner === undefined ? undefined : filtered(member, inner);
  };
  if (isObject(value)) {
    const builder = new ObjectBuilder();
    for (const key of keysOf(value)) {
      const kept = keptAt(key, memberOf(value, key) as Value);
      if (kept !== undefined) builder.set(key, kept);
    }
    return builder.build();
  }
  if (isArray(value)) return value.map((item, i) => keptAt(String(i), item)).filter((item) => item !== undefined);
  if (!(value instanceof RegoSet)) return value;
  return RegoSet.of([...value.values()].map((item) => keptAt(item, item)).filter((item) => item !== undefined));
}

/** A value without what the paths lead to. Items of arrays move up. */
function removed(value: Value, tree: PathTree | undefined): Value | undefined {
  if (tree === null) return undefined;
  if (tree === undefined || !isObject(tree)) return value;
  if (isObject(value)) {
    const builder = new ObjectBuilder();
    for (const key of keysOf(value)) {
      const kept = removed(memberOf(value, key) as Value, memberOf(tree, key));
      if (kept !== undefined) builder.set(key, kept);
    }
    return builder.build();
  }
  if (isArray(value))
    return value.map((item, i) => removed(item, memberOf(tree, String(i)))).filter((item) => item !== undefined);
  if (value instanceof RegoSet) {
    return RegoSet.of(
      value
        .sorted(compare)
        .map((item) => removed(item, memberOf(tree, item)))
        .filter((item) => item !== undefined),
    );
  }
  return value;
}
