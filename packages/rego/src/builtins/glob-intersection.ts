import { fail } from "./define.ts";
import { runes } from "./runes.ts";

/** A step of a simple expression: characters, once or repeated. `undefined` stands for any character. */
type Step = { readonly set: ReadonlySet<string> | undefined; readonly repeat: "" | "*" | "+" };

/** A pattern from one of its steps on. */
type Rest = { readonly steps: readonly Step[]; readonly at: number };
type Search = {
  readonly spend: (characters: number) => void;
  readonly known: Map<string, boolean>;
  readonly first: readonly Step[];
};

/**
 * Whether two expressions of characters, `.`, `[a-z]`, `*` and `+` match a common string, as OPA's library decides it: it
 * takes a repeated step to go on until the step behind it fits, and finds nothing where one side is at its end.
 */
export function haveCommonMatch(left: string, right: string, spend: (characters: number) => void): boolean {
  const trimmed = withoutCommonEnds(stepsOf(left, spend), stepsOf(right, spend));
  if (trimmed === undefined) return false;
  const [a, b] = trimmed;
  return meet({ spend, known: new Map(), first: a }, { steps: a, at: 0 }, { steps: b, at: 0 });
}

/** Single steps that both have at their ends are left out but for one; undefined where they do not fit. */
function withoutCommonEnds(a: readonly Step[], b: readonly Step[]): [readonly Step[], readonly Step[]] | undefined {
  const isPair = (x: Step | undefined, y: Step | undefined): boolean => x?.repeat === "" && y?.repeat === "";
  let begin = 0;
  for (; isPair(a[begin], b[begin]); begin++) if (!overlap(a[begin] as Step, b[begin] as Step)) return undefined;
  begin = Math.max(0, begin - 1);
  let count = 0;
  while (count < Math.min(a.length, b.length) - begin && isPair(a.at(-1 - count), b.at(-1 - count))) {
    if (!overlap(a.at(-1 - count) as Step, b.at(-1 - count) as Step)) return undefined;
    count += 1;
  }
  const kept = Math.max(0, count - 1);
  return [a.slice(begin, a.length - kept), b.slice(begin, b.length - kept)];
}

/** Goes on in both, step by step, up to a repeated one. */
function meet(search: Search, left: Rest, right: Rest): boolean {
  const key = `${left.steps === search.first}${left.at},${right.at}`;
  const known = search.known.get(key) ?? meetFurther(search, left, right);
  search.known.set(key, known);
  return known;
}

function meetFurther(search: Search, left: Rest, right: Rest): boolean {
  let { at: i } = left;
  let { at: j } = right;
  for (; i < left.steps.length && j < right.steps.length; i++, j++) {
    const [x, y] = [left.steps[i] as Step, right.steps[j] as Step];
    if (x.repeat !== "") return repeated(search, { ...left, at: i }, { ...right, at: j });
    if (y.repeat !== "") return repeated(search, { ...right, at: j }, { ...left, at: i });
    search.spend(64);
    if (!overlap(x, y)) return false;
  }
  return i === left.steps.length && j === right.steps.length;
}

/** `own` begins with a repeated step. */
function repeated(search: Search, own: Rest, other: Rest): boolean {
  const [step, opposite] = [own.steps[own.at] as Step, other.steps[other.at] as Step];
  if (step.repeat === "*") return goesOn(search, own, other);
  if (!overlap(step, opposite)) return false;
  if (goesOn(search, own, { ...other, at: other.at + 1 })) return true;
  return opposite.repeat !== "" && meet(search, { ...own, at: own.at + 1 }, other);
}

/** The step takes all of the other side, or all up to where the rests meet. */
function goesOn(search: Search, own: Rest, other: Rest): boolean {
  const step = own.steps[own.at] as Step;
  const next = own.steps[own.at + 1];
  for (let at = other.at; at < other.steps.length; at++) {
    const taken = other.steps[at] as Step;
    search.spend(64 + (taken.set?.size ?? 0));
    const isNext = next !== undefined && overlap(taken, next);
    if (isNext && meet(search, { ...own, at: own.at + 1 }, { ...other, at })) return true;
    if (!overlap(taken, step)) return false;
  }
  return next === undefined;
}

function overlap({ set: left }: Step, { set: right }: Step): boolean {
  if (left === undefined || right === undefined) return true;
  return [...left].some((char) => right.has(char));
}

function stepsOf(pattern: string, spend: (characters: number) => void): Step[] {
  const chars = runes(pattern);
  const steps: Step[] = [];
  for (let i = 0; i < chars.length; ) {
    const { set, next } = stepAt(chars, i);
    spend(64 * (set?.size ?? 1));
    const repeat = chars[next] === "*" || chars[next] === "+" ? chars[next] : "";
    steps.push({ set, repeat });
    i = repeat === "" ? next : next + 1;
  }
  return steps;
}

function stepAt(chars: readonly string[], i: number): { set: ReadonlySet<string> | undefined; next: number } {
  const char = chars[i] as string;
  if (char === ".") return { set: undefined, next: i + 1 };
  if (char === "\\") return { set: new Set([chars[i + 1] ?? fail("input ends with escape")]), next: i + 2 };
  if (char === "*" || char === "+") return fail(`bad flag ${char}`);
  if (char === "]") {
    const input = chars.join("");
    return fail(`input:${input}, pos:${i + 1}, set-close ']' with no preceding '[': the input provided is invalid`);
  }
  if (char !== "[") return { set: new Set([char]), next: i + 1 };
  const end = chars.indexOf("]", i);
  if (end < 0) return fail("bad set");
  return { set: setOf(chars.slice(i + 1, end)), next: end + 1 };
}

function setOf(members: readonly string[]): ReadonlySet<string> {
  const set = new Set<string>();
  for (let i = 0; i < members.length; i++) {
    const from = members[i] as string;
    if (from === "\\") {
      set.add(members[++i] as string);
    } else if (members[i + 1] === "-" && members[i + 2] !== undefined) {
      const last = (members[i + 2] as string).codePointAt(0) as number;
      for (let code = from.codePointAt(0) as number; code <= last; code++) set.add(String.fromCodePoint(code));
      i += 2;
    } else set.add(from);
  }
  return set;
}
