import { expect, it } from "vitest";
import { type Body, callExpr, type Term, text, variable } from "../tree/tree.ts";
import { orderForSafety } from "./safety.ts";

const loc = { file: "t.rego", row: 1, col: 1 };

/** `concat("", x0, x1)`, `concat("", x1, x2)` and so on: each line binds what the next needs. */
function chain(lines: number): Body {
  return Array.from({ length: lines }, (_, i) =>
    callExpr("concat", [text("", loc), variable(`x${i}`, loc), variable(`x${i + 1}`, loc)], loc),
  );
}

function ordered(body: Body): { readonly lines: Body; readonly unsafe: number; readonly questions: number } {
  let questions = 0;
  const arity = (_operator: readonly Term[]): number => {
    questions += 1;
    return 2;
  };
  const { body: lines, unsafe } = orderForSafety(body, new Set(["x0"]), arity);
  return { lines, unsafe: unsafe.size, questions };
}

it("keeps a body that is in order", () => {
  const body = chain(5);
  expect(ordered(body).lines).toBe(body);
});

it("puts each line behind those that bind what it needs", () => {
  const body = chain(5);
  const { lines, unsafe } = ordered(body.toReversed());
  expect(lines).toEqual(body);
  expect(unsafe).toBe(0);
});

it("leaves out, and tells, what nothing binds", () => {
  const { lines, unsafe } = ordered(chain(5).slice(1));
  expect(lines).toEqual([]);
  expect(unsafe).toBe(4);
});

it("looks at each line of a body in reverse order no more often in a longer body", () => {
  expect(ordered(chain(400).toReversed()).questions).toBeLessThan(4 * 400);
});
