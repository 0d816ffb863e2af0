import { type CallExpr, callExpr, type SomeExpr, type Term } from "../../tree/tree.ts";
import { collect, nothing } from "../variables.ts";

/** `v = xs[k]`, which is what `some k, v in xs` says. */
export function membershipCall(expr: SomeExpr, [key, value, container]: readonly [Term, Term, Term]): CallExpr {
  const base = container.kind === "ref" ? container.terms : [container];
  const call = callExpr("eq", [value, { kind: "ref", terms: [...base, key], loc: container.loc }], expr.loc);
  call.negated = expr.negated;
  call.withs = expr.withs;
  return call;
}

/** What `some k, v in xs` declares where all are plain and `xs` does not mention the others; undefined elsewhere. */
export function simpleOutputs(key: Term, value: Term, container: Term): string[] | undefined {
  if (key.kind !== "var" || value.kind !== "var") return undefined;
  if (container.kind === "ref" ? container.terms[0]?.kind !== "var" : container.kind !== "var") return undefined;
  let isMentioned = false;
  collect(container, nothing, (name) => {
    isMentioned ||= name === key.name || name === value.name;
  });
  if (isMentioned) return undefined;
  if (key.name === value.name) return [key.name];
  return key.name < value.name ? [key.name, value.name] : [value.name, key.name];
}
