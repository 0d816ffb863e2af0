import { pathSteps, type RulePath } from "@sortie/wire";

type Step = string | number;
type Container = Record<string, unknown> | unknown[];

/**
 * What an object is after everything that an answer says to set and to delete. `undefined` where the answer leaves
 * something to a person, or says nothing to do.
 */
export function fixedObject(object: unknown, paths: readonly RulePath[]): unknown {
  const fixes = paths.filter(({ fixPath }) => fixPath !== "");
  const deletions = paths.flatMap(({ deletePath }) => deletePath ?? []);
  const settled = new Set([...fixes.map(({ fixPath }) => fixPath), ...deletions]);
  if (settled.size === 0 || paths.some(({ reviewPath }) => reviewPath !== undefined && !settled.has(reviewPath))) {
    return undefined;
  }
  const fixed: unknown = structuredClone(object);
  for (const { fixPath, fixPathValue } of fixes) {
    const steps = stepsOf(fixPath);
    set(fixed as Container, steps, valueAt(steps, fixPathValue));
  }
  for (const steps of deletions.map(stepsOf).toSorted(lastFirst)) remove(fixed as Container, steps);
  return fixed;
}

/** The steps of `spec.containers[0].image`, `metadata.labels[example.com/name]` and `metadata.annotations['name']`. */
export function stepsOf(path: string): Step[] {
  return pathSteps(path).map(({ key, isIndex }) => (isIndex ? Number(key) : key));
}

function set(container: Container, [step, ...rest]: Step[], value: unknown): void {
  if (step === undefined) return;
  const inside = member(container, step);
  const below = isContainer(inside) ? inside : typeof rest[0] === "number" ? [] : {};
  put(container, step, rest.length === 0 ? value : below);
  set(below, rest, value);
}

/** What a deletion leaves empty goes as well. */
function remove(container: Container, [step, ...rest]: Step[]): void {
  const inside = step === undefined ? undefined : member(container, step);
  if (step === undefined || inside === undefined) return;
  if (rest.length > 0 && isContainer(inside)) {
    remove(inside, rest);
    if (Object.keys(inside).length > 0) return;
  }
  if (Array.isArray(container)) container.splice(Number(step), 1);
  else delete container[step];
}

/** No index moves before it is used: of a list the last item goes first. */
function lastFirst(a: Step[], b: Step[]): number {
  const at = a.findIndex((step, i) => step !== b[i]);
  const [one, other] = [a[at], b[at]];
  if (one === undefined || other === undefined) return b.length - a.length;
  return typeof one === "number" && typeof other === "number" ? other - one : String(one) < String(other) ? 1 : -1;
}

/** Labels and annotations are text; elsewhere true and false are what they say. */
function valueAt([, field]: Step[], text: string): unknown {
  if (field === "labels" || field === "annotations") return text;
  return text === "true" || text === "false" ? text === "true" : text;
}

function member(container: Container, step: Step): unknown {
  return (container as Record<Step, unknown>)[step];
}

/** A list grows at its end only. */
function put(container: Container, step: Step, value: unknown): void {
  if (Array.isArray(container)) container[Math.min(Number(step), container.length)] = value;
  else container[step] = value;
}

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}
