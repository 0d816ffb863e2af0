import { type JsonTokenKind, jsonTokens } from "./json-tokens.ts";

/** Where a text stops being JSON, and what would have been right there. */
export type JsonFault = { offset: number; expected: string };

type State = "value" | "first value" | "key" | "first key" | "colon" | "next member" | "next element" | "end";
/** `done` is a finished value, whose surroundings say what comes next; `open` goes one level deeper, `close` back. */
type Step = "done" | "open" | "close" | State;

const value = { string: "done", scalar: "done", "{": "open", "[": "open" } as const;
const steps: Record<State, Partial<Record<JsonTokenKind, Step>>> = {
  value,
  "first value": { ...value, "]": "close" },
  key: { string: "colon" },
  "first key": { string: "colon", "}": "close" },
  colon: { ":": "value" },
  "next member": { ",": "key", "}": "close" },
  "next element": { ",": "value", "]": "close" },
  end: {},
};

const expectations: Record<State, string> = {
  value: "a value",
  "first value": "a value or ]",
  key: "a key in double quotes",
  "first key": "a key in double quotes or }",
  colon: "a colon after the key",
  "next member": "a comma or }",
  "next element": "a comma or ]",
  end: "the end after one value",
};

/**
 * The first fault of a text that `JSON.parse` refuses: its own messages carry no position for most faults. Steps over
 * tokens without recursion, so depth costs nothing.
 */
export function jsonFault(text: string): JsonFault {
  const open: JsonTokenKind[] = [];
  let state: State = "value";
  for (const { kind, offset } of jsonTokens(text)) {
    const step: Step | undefined = kind && steps[state][kind];
    if (kind === undefined || step === undefined) return { offset, expected: expectationOf(state, text[offset]) };
    if (step === "open") open.push(kind);
    if (step === "close") open.pop();
    state = stateAfter(step, open.at(-1));
  }
  throw new Error("jsonTokens ended without its last token");
}

function stateAfter(step: Step, inside: JsonTokenKind | undefined): State {
  if (step === "open") return inside === "{" ? "first key" : "first value";
  return step === "done" || step === "close" ? stateAfterValue(inside) : step;
}

function stateAfterValue(inside: JsonTokenKind | undefined): State {
  if (inside === undefined) return "end";
  return inside === "{" ? "next member" : "next element";
}

function expectationOf(state: State, character: string | undefined): string {
  const wantsString = steps[state].string !== undefined;
  return wantsString && character === '"' ? "a string that ends" : expectations[state];
}
