import type { NameGenerator } from "../../tree/names.ts";
import { appendTo, type Rule } from "../../tree/tree.ts";
import { capture } from "./generated.ts";

/** Composites and refs in the path of a head become variables: `p[input.x]` is `p[y]` with `y = input.x` in the body. */
export function captureHeadRefs(rule: Rule, names: NameGenerator): void {
  const { ref } = rule.head;
  for (let i = 1; i < ref.length; i++) {
    const part = ref[i];
    if (part === undefined || part.kind === "var" || part.kind === "scalar") continue;
    const { variable, expr } = capture(part, names);
    ref[i] = variable;
    rule.body = appendTo(rule.body, [expr]);
  }
}
