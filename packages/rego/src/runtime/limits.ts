import { RegoEvaluationError, RegoLimitError } from "../errors.ts";
import { Indexes } from "./indexes.ts";

/** Bounds of one evaluation. Absent means unbounded, except `depth`, which the JavaScript stack bounds in any case. */
export type Limits = {
  /** Loop turns, rule evaluations and units of built-in work. */
  readonly steps?: number;
  readonly deadlineMs?: number;
  /** Size of the result as JSON. */
  readonly resultBytes?: number;
  /** Nesting of values and rules. */
  readonly depth?: number;
};

/** How many steps pass between two looks at the clock and the signal. */
const stepsBetweenChecks = 4096;

/** Counts an evaluation's steps. An abort signal cannot fire while an evaluation runs, so it is looked at here. */
export class Budget {
  /** Steps until the next check; generated code counts it down. */
  fuel = stepsBetweenChecks;
  readonly joins: Indexes;
  private depth = 0;
  /** Index of the rule being evaluated; -1 in a query. */
  private rule = -1;
  private readonly deepest: number;
  private granted = stepsBetweenChecks;
  private spent = 0;
  private readonly steps: number;
  private readonly deadline: number;
  private readonly signal: AbortSignal | undefined;
  private readonly nameOf: (rule: number) => string | undefined;

  constructor(
    limits: Limits,
    signal: AbortSignal | undefined,
    nameOf: (rule: number) => string | undefined,
    indexes?: Indexes,
  ) {
    this.joins = indexes ?? new Indexes();
    this.steps = limits.steps ?? Number.POSITIVE_INFINITY;
    this.deadline = limits.deadlineMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + limits.deadlineMs;
    this.deepest = limits.depth ?? Number.POSITIVE_INFINITY;
    this.signal = signal;
    this.nameOf = nameOf;
    this.granted = Math.min(stepsBetweenChecks, this.steps);
    this.fuel = this.granted;
  }

  /** Called when the fuel is used up. */
  refuel(): void {
    this.spent += this.granted - this.fuel;
    if (this.spent > this.steps) throw new RegoLimitError("steps", this.ruleName());
    if (performance.now() > this.deadline) throw new RegoLimitError("deadline", this.ruleName());
    if (this.signal?.aborted === true) {
      const { reason } = this.signal;
      throw new RegoEvaluationError("eval_cancel_error", "caller cancelled query execution", { cause: reason });
    }
    this.granted = Math.min(stepsBetweenChecks, this.steps - this.spent);
    this.fuel = this.granted;
  }

  /** How long a built-in may wait for others, at most `wanted`. Milliseconds. */
  timeLeft(wanted: number): number {
    return Math.max(0, Math.min(wanted, this.deadline - performance.now()));
  }

  /** Charges a built-in's work. */
  charge(units: number): void {
    this.fuel -= units;
    if (this.fuel < 0) this.refuel();
  }

  /** Goes into a rule or function; what is returned is given back to {@link leave}. */
  enter(rule: number): number {
    const outer = this.rule;
    this.rule = rule;
    this.depth += 1;
    if (this.depth > this.deepest) throw new RegoLimitError("depth", this.ruleName());
    this.charge(1);
    return outer;
  }

  leave(outer: number): void {
    this.rule = outer;
    this.depth -= 1;
  }

  /** The path of the rule being evaluated. */
  ruleName(): string | undefined {
    return this.nameOf(this.rule);
  }
}
