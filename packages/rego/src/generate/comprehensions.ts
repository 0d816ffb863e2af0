import type { Comprehension } from "../syntax/ast.ts";
import { enterBody, exitFrame, leaveFrame } from "../trace/write-probes.ts";
import { declare, inOrder, type Site } from "./site.ts";

/** Collects the solutions of a comprehension's body. The body sees the variables bound around it. */
export function comprehensionValue(site: Site, term: Comprehension): string {
  enterBody(site, term.body);
  const value = collected(site, term);
  leaveFrame(site);
  return value;
}

function collected(site: Site, term: Comprehension): string {
  const { emit, code } = site.unit;
  if (term.kind === "array-comprehension") {
    const list = declare(site, "[]", "c");
    emit.solutions(inOrder(site, true), term.body, (inner) => {
      const value = emit.term(inner, term.head);
      exitFrame(inner);
      code.push(`${list}.push(${value});`);
    });
    return list;
  }
  if (term.kind === "set-comprehension") {
    const set = declare(site, "setOf([])", "c");
    emit.solutions(inOrder(site, false), term.body, (inner) => {
      const value = emit.term(inner, term.head);
      exitFrame(inner);
      code.push(`${set}.add(${value});`);
    });
    return set;
  }
  const builder = declare(site, "new ObjectBuilder()", "c");
  emit.solutions(inOrder(site, false), term.body, (inner) => {
    const [key, value] = emit.terms(inner, [term.key, term.value]);
    exitFrame(inner);
    code.push(`putOnce(${builder}, ${key}, ${value}, ${site.rule});`);
  });
  return declare(site, `${builder}.build()`);
}
