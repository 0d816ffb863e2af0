import type { Location } from "../errors.ts";
import type { Body } from "../syntax/ast.ts";
import { BodyWalk } from "./body-walk.ts";
import { type Dependence, whole } from "./dependence.ts";
import { Frame } from "./frame.ts";
import { Positions, usesOf } from "./positions.ts";
import type { RuleDependences } from "./rule-dependences.ts";

/**
 * How a query's value depends on the list in `input`. `object`: its members are those it has for the parts of the list,
 * however that is cut. `input`: no more is known, so the list must be whole. `none`: it does not read `input`.
 */
export type Classification = {
  readonly class: "object" | "input" | "none";
  /** For a person: what stands in the way of `object`. Empty for the other classes. */
  readonly reason: string;
  readonly location: Location | undefined;
};

/** The class of a query, resolved against the rules. Sound, not complete: what is not understood is `input`. */
export function classify(rules: RuleDependences, body: Body): Classification {
  const found = dependenceOf(rules, body);
  if (found.kind === "whole") return { class: "input", reason: found.reason, location: found.location };
  return { class: found.kind === "none" ? "none" : "object", reason: "", location: undefined };
}

function dependenceOf(rules: RuleDependences, body: Body): Dependence {
  const [expr, ...more] = body;
  const positions = new Positions();
  const walk = new BodyWalk(rules, positions);
  const isTerm = expr?.kind === "term" && more.length === 0 && !expr.negated && expr.withs.length === 0;
  const frame = isTerm ? new Frame([]) : walk.walk(body, []);
  const value = isTerm ? walk.value(expr.term, frame) : frame.dependence("one");
  const traversed = frame.dependence("one");
  if (traversed.kind === "whole" || value.kind === "whole") return traversed.kind === "whole" ? traversed : value;
  const misused = positions.misused(usesOf(body, []));
  if (misused !== undefined) return whole("a position in input is used", misused);
  if (traversed.kind === "members") return whole("a query with one value ranges over input", traversed.location);
  if (value.kind === "members" && value.shape === "one")
    return whole("the value is one for all of input", value.location);
  return value;
}
