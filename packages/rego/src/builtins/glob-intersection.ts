import { fail } from "./define.ts";
import { runes } from "./runes.ts";

/** A step of a simple expression: characters, once or repeated. `undefined` stands for any character. */
type Step = { readonly set: ReadonlySet<string> | undefined; readonly repeat: "" | "*" | "+" };

/** Whether two expressions of characters, `.`, `[a-z]`, `*` and `+` match a common string. */
export function haveCommonMatch(left: string, right: string, spend: (characters: number) => void): boolean {
  const a = stepsOf(left, spend);
  const b = stepsOf(right, spend);
  const seen = new Set<string>();
  const waiting: [number, number][] = [[0, 0]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [i, j] = pair;
    spend(64 + (a[i]?.set?.size ?? 0));
    if (i === a.length && j === b.length) return true;
    if (seen.has(`${i},${j}`)) continue;
    seen.add(`${i},${j}`);
    waiting.push(...movesFrom(a[i], b[j], i, j));
  }
  return false;
}

/** Skips a `*`, or takes a character that both sides allow; a repeated step may stay where it is. */
function movesFrom(x: Step | undefined, y: Step | undefined, i: number, j: number): [number, number][] {
  const skips: [number, number][] = [];
  if (x?.repeat === "*") skips.push([i + 1, j]);
  if (y?.repeat === "*") skips.push([i, j + 1]);
  if (x === undefined || y === undefined || !overlap(x, y)) return skips;
  const nextI = x.repeat === "" ? [i + 1] : [i, i + 1];
  const nextJ = y.repeat === "" ? [j + 1] : [j, j + 1];
  return [...skips, ...nextI.flatMap((n) => nextJ.map((m): [number, number] => [n, m]))];
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
