import { accepted } from "./accepted.ts";
import type { Answer } from "./ask.ts";
import { comparableAnswers } from "./comparable.ts";
import { differencesOf } from "./difference.ts";

/** A difference as it is looked up and printed. Values are JSON; `undefined` is a dash. */
export type Found = { kind: string; request: string; at: string; theirs: string; ours: string };

export type Judgement = {
  /** How many answers were compared, and how many of them nobody foresaw to be different. */
  answers: number;
  different: number;
  /** Lines for people: what is accepted and how often it was there, what was not foreseen, and what is not there any more. */
  lines: string[];
  /** Of what is accepted but is not there. */
  unused: number;
};

type Answers = Map<string, Answer>;

/** Compares what two servers have answered, by kind, story and request. */
export function judge(theirs: Answers, ours: Answers): Judgement {
  const counts = new Map(accepted.map((each) => [each, 0]));
  const unforeseen: Found[] = [];
  for (const found of differencesIn(theirs, ours)) {
    const known = accepted.find((each) => isOf(found, each.of));
    if (known) counts.set(known, (counts.get(known) ?? 0) + 1);
    else unforeseen.push(found);
  }
  const unused = accepted.filter((each) => counts.get(each) === 0);
  return {
    answers: theirs.size,
    different: new Set(unforeseen.map(({ kind, request }) => `${kind}: ${request}`)).size,
    unused: unused.length,
    lines: [
      ...[...counts].map(([{ why }, count]) => `${String(count).padStart(6)}  ${why}`),
      ...unforeseen.map((each) => `NOT OK: ${each.kind}: ${each.request}: ${each.at}: ${each.theirs} => ${each.ours}`),
      ...unused.map(({ why }) => `NOT OK: is not there any more: ${why}`),
    ],
  };
}

function* differencesIn(theirs: Answers, ours: Answers): Generator<Found> {
  const comparable = { theirs: remembered(), ours: remembered() };
  for (const [name, answer] of theirs) {
    const [kind = "", ...rest] = name.split(": ");
    const other = ours.get(name);
    if (!other) throw new Error(`there is no answer to "${name}"`);
    for (const { at, theirs: a, ours: b } of differencesOf(
      comparable.theirs(kind)(answer),
      comparable.ours(kind)(other),
    ))
      yield { kind, request: rest.join(": "), at, theirs: text(a), ours: text(b) };
  }
}

/** What is comparable of a server's answers, kind by kind: it depends on the answers before. */
function remembered(): (kind: string) => (answer: Answer) => object {
  const made = new Map<string, (answer: Answer) => object>();
  return (kind) => {
    const known = made.get(kind) ?? comparableAnswers();
    made.set(kind, known);
    return known;
  };
}

function text(value: unknown): string {
  return value === undefined ? "-" : JSON.stringify(value).slice(0, longest);
}

const longest = 200;

function isOf(found: Found, of: Partial<Record<keyof Found, RegExp>>): boolean {
  return Object.entries(of).every(([key, pattern]) => pattern.test(found[key as keyof Found]));
}
