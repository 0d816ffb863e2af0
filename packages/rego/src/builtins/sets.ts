import { compare } from "../values/compare.ts";
import { RegoSet } from "../values/rego-set.ts";
import { chargeMembers } from "./charges.ts";
import { define, mismatch } from "./define.ts";

export const sets = [
  define("and", ["set", "set"], function (left, right) {
    chargeMembers(this, left.size);
    return RegoSet.of([...left.values()].filter((member) => right.has(member)));
  }),
  define("set_diff", ["set", "set"], function (left, right) {
    chargeMembers(this, left.size);
    return RegoSet.of([...left.values()].filter((member) => !right.has(member)));
  }),
  define("or", ["set", "set"], function (left, right) {
    chargeMembers(this, left.size + right.size);
    return RegoSet.of([...left.values(), ...right.values()]);
  }),
  define("union", ["set"], function (all) {
    const result = new RegoSet();
    for (const inner of setsIn(all)) {
      chargeMembers(this, inner.size);
      for (const member of inner.values()) result.add(member);
    }
    return result;
  }),
  define("intersection", ["set"], function (all) {
    const [first, ...rest] = setsIn(all);
    if (first === undefined) return new RegoSet();
    chargeMembers(this, first.size * (rest.length + 1));
    return RegoSet.of([...first.values()].filter((member) => rest.every((other) => other.has(member))));
  }),
];

function setsIn(all: RegoSet): RegoSet[] {
  return all.sorted(compare).map((member) => (member instanceof RegoSet ? member : mismatch(1, "set", member)));
}
