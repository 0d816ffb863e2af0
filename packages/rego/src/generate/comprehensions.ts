import type { Comprehension } from "../syntax/ast.ts";
import { declare, type Site } from "./site.ts";

/** Collects the solutions of a comprehension's body. The body sees the variables bound around it. */
export function comprehensionValue(site: Site, term: Comprehension): string {
  const { emit, code } = site.unit;
  if (term.kind === "array-comprehension") {
    const list = declare(site, "[]", "c");
    emit.solutions(site, term.body, (inner) => {
      const value = emit.term(inner, term.head);
      code.push(`${list}.push(${value});`);
    });
    return list;
  }
  if (term.kind === "set-comprehension") {
    const set = declare(site, "setOf([])", "c");
    emit.solutions(site, term.body, (inner) => {
      const value = emit.term(inner, term.head);
      code.push(`${set}.add(${value});`);
    });
    return set;
  }
  const builder = declare(site, "new ObjectBuilder()", "c");
  emit.solutions(site, term.body, (inner) => {
    const [key, value] = emit.terms(inner, [term.key, term.value]);
    code.push(`putOnce(${builder}, ${key}, ${value}, ${site.rule});`);
  });
  return declare(site, `${builder}.build()`);
}
