import { type PathStep, pathSteps } from "@sortie/wire/plain";
import type { Edit } from "./edits.ts";

/** One change of one object, as a machine can make it. `value` is what YAML makes of the words of a rule. */
export type Change =
  | { type: "set"; path: PathStep[]; value: string | number | boolean }
  | { type: "remove"; path: PathStep[] };

/**
 * The changes among the edits of an object that need nobody's decision: a value of its own choice, a place to look at or a
 * command do, and so do two values for one place. What is removed comes last, from the end of each list, so that no index
 * moves before it is used.
 */
export function changesOf(edits: readonly Edit[]): Change[] {
  const sets = new Map<string, string[]>();
  const removals: PathStep[][] = [];
  for (const { advice } of edits) {
    if (advice.type === "set") sets.set(advice.path, [...(sets.get(advice.path) ?? []), advice.value]);
    if (advice.type === "remove") removals.push(wholeItem(pathSteps(advice.path)));
  }
  const certain = [...sets].flatMap(([path, [value, ...others]]) =>
    value === undefined || others.length > 0 || placeholder.test(value) ? [] : [{ path, value }],
  );
  return [
    ...certain.map(({ path, value }) => {
      const steps = pathSteps(path);
      return { type: "set" as const, path: steps, value: isTextOnly(steps) ? value : scalarOf(value) };
    }),
    ...removals.toSorted(lastFirst).map((path) => ({ type: "remove" as const, path })),
  ];
}

/** What only a person knows, as a rule writes it: `YOUR_VALUE`, `--root-ca-file=<path/to/ca.crt>`, `<your-tls-definition>`. */
const placeholder = /YOUR_|<[^<>]+>/;

/** A rule may point at an item of a list by its name, without which Kubernetes does not take the rest of the item. */
function wholeItem(steps: PathStep[]): PathStep[] {
  return steps.at(-1)?.key === "name" && steps.at(-2)?.isIndex ? steps.slice(0, -1) : steps;
}

/** Kubernetes takes no other values than text for labels and annotations. */
function isTextOnly(steps: readonly PathStep[]): boolean {
  return steps.some(({ key }, i) => steps[i - 1]?.key === "metadata" && (key === "labels" || key === "annotations"));
}

function scalarOf(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^-?(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

function lastFirst(a: readonly PathStep[], b: readonly PathStep[]): number {
  for (const [i, { key, isIndex }] of a.entries()) {
    const other = b[i];
    if (other === undefined) return -1;
    if (key === other.key) continue;
    if (isIndex && other.isIndex) return Number(other.key) - Number(key);
    return key < other.key ? 1 : -1;
  }
  return a.length < b.length ? 1 : 0;
}
