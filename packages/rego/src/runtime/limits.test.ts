import { expect, it } from "vitest";
import { RegoEvaluationError, RegoLimitError } from "../errors.ts";
import { Budget, type Limits } from "./limits.ts";

function budgetOf(limits: Limits): Budget {
  return new Budget(limits, undefined, (rule) => `data.r${rule}`);
}

function endless(budget: Budget): never {
  for (;;) budget.charge(100);
}

it("gives up an attempt that takes more steps than it may, and goes on", () => {
  const budget = budgetOf({ steps: 20_000 });
  expect(budget.attempt(10_000, () => endless(budget))).toBe(false);
  expect(budget.used).toBeLessThan(10_200);
  expect(budget.attempt(1000, () => budget.charge(900))).toBe(true);
  expect(() => endless(budget)).toThrow(RegoLimitError);
});

it("gives up the inner of two attempts, then the outer", () => {
  const budget = budgetOf({});
  const inner: boolean[] = [];
  const outer = budget.attempt(1000, () => {
    inner.push(budget.attempt(100, () => endless(budget)));
    endless(budget);
  });
  expect([outer, inner]).toEqual([false, [false]]);
});

it("ends at the evaluation's limit in an attempt as well", () => {
  const budget = budgetOf({ steps: 500 });
  expect(() => budget.attempt(10_000, () => endless(budget))).toThrow("limit reached: steps");
});

it("is where it was before an attempt that ends in an error", () => {
  const budget = budgetOf({ depth: 2 });
  const outer = budget.enter(1);
  for (let i = 0; i < 5; i++) {
    const isDone = budget.attempt(100, () => {
      budget.enter(2);
      throw new RegoEvaluationError("eval_conflict_error", "two values");
    });
    expect(isDone).toBe(false);
  }
  expect(budget.ruleName()).toBe("data.r1");
  budget.leave(outer);
});

it("lets errors that are none of the policy's end the evaluation", () => {
  const budget = budgetOf({});
  const fault = new TypeError("a fault of a built-in");
  const attempt = (): boolean =>
    budget.attempt(100, () => {
      throw fault;
    });
  expect(attempt).toThrow(fault);
});

const megabyte = 1024 * 1024;

it("ends where the heap would hold more than it may", () => {
  const budget = budgetOf({ heapBytes: 4 * megabyte });
  const kept: number[][] = [];
  const growing = () => {
    for (;;) {
      kept.push(Array.from({ length: 1000 }, (_, index) => index + 0.5));
      budget.charge(1000);
    }
  };
  expect(growing).toThrow("limit reached: memory");
  expect(kept.length).toBeLessThan(20_000);
});

it("goes on where what fills the heap is garbage", () => {
  const budget = budgetOf({ heapBytes: 4 * megabyte });
  let sum = 0;
  for (let n = 0; n < 1500; n += 1) {
    sum += Array.from({ length: 1000 }, (_, index) => index + 0.5).length;
    budget.charge(1000);
  }
  expect(sum).toBe(1_500_000);
});

it("counts texts that are outside of the heap", () => {
  const budget = budgetOf({ heapBytes: 16 * megabyte });
  const kept: string[] = [];
  const growing = () => {
    while (kept.length < 40) {
      kept.push(Buffer.from(`${kept.length}${"a".repeat(megabyte)}`).toString("hex"));
      budget.charge(10_000);
    }
  };
  expect(growing).toThrow("limit reached: memory");
});

it("looks for room before a long text is made", () => {
  const budget = budgetOf({ heapBytes: 4 * megabyte });
  budget.mustHold(megabyte);
  expect(() => budget.mustHold(64 * megabyte)).toThrow("limit reached: memory");
});
