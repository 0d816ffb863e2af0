import { RegoEvaluationError, RegoLimitError } from "../errors.ts";
import { HeapRoom } from "./heap-room.ts";
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
  /** How much more V8's heap, with buffers and texts outside of it, may hold meanwhile. */
  readonly heapBytes?: number;
};

/** How many steps pass between two looks at the clock and the signal. */
const stepsBetweenChecks = 4096;

/** Thrown where an attempt takes more steps than it may. */
const givenUp = new Error("more steps than an attempt may take");

/** Counts an evaluation's steps. An abort signal cannot fire while an evaluation runs, so it is looked at here. */
export class Budget {
  /** Steps until the next check; generated code counts it down. */
  fuel = 0;
  readonly joins: Indexes;
  private depth = 0;
  /** Index of the rule being evaluated; -1 in a query. */
  private rule = -1;
  private readonly deepest: number;
  private granted = 0;
  private spent = 0;
  /** How many steps may be spent before an attempt is given up. */
  private attemptEnd = Number.POSITIVE_INFINITY;
  private readonly steps: number;
  private readonly deadline: number;
  private readonly room: HeapRoom | undefined;
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
    this.room = limits.heapBytes === undefined ? undefined : new HeapRoom(limits.heapBytes);
    this.signal = signal;
    this.nameOf = nameOf;
    this.grant();
  }

  /** Steps spent so far. */
  get used(): number {
    return this.spent + this.granted - this.fuel;
  }

  /** Called when the fuel is used up. */
  refuel(): void {
    this.grant();
    if (this.spent > this.steps) throw new RegoLimitError("steps", this.ruleName());
    if (performance.now() > this.deadline) throw new RegoLimitError("deadline", this.ruleName());
    this.mustHold(0);
    if (this.signal?.aborted === true) {
      const { reason } = this.signal;
      throw new RegoEvaluationError("eval_cancel_error", "caller cancelled query execution", { cause: reason });
    }
    if (this.spent > this.attemptEnd) throw givenUp;
  }

  /**
   * Does work that may as well be left undone: says false when it takes more than so many steps or ends in an error of the
   * policy. What it spends is spent; the limits of the evaluation hold in it.
   */
  attempt(steps: number, work: () => void): boolean {
    const { depth, rule, attemptEnd } = this;
    this.attemptEnd = Math.min(attemptEnd, this.used + steps);
    this.refuel();
    let isDone = true;
    try {
      work();
    } catch (error) {
      if (!isOfNoConsequence(error)) throw error;
      this.depth = depth;
      this.rule = rule;
      isDone = false;
    }
    this.attemptEnd = attemptEnd;
    this.refuel();
    return isDone;
  }

  /** Counts what is spent, and gives fuel up to the next check. */
  private grant(): void {
    this.spent = this.used;
    const end = Math.min(this.steps, this.attemptEnd);
    this.granted = Math.max(0, Math.min(stepsBetweenChecks, end - this.spent));
    this.fuel = this.granted;
  }

  /** How long a built-in may wait for others, at most `wanted`. Milliseconds. */
  timeLeft(wanted: number): number {
    return Math.max(0, Math.min(wanted, this.deadline - performance.now()));
  }

  /** Ends the evaluation where the heap has no room for so many more bytes. */
  mustHold(bytes: number): void {
    if (this.room?.isFull(bytes) === true) throw new RegoLimitError("memory", this.ruleName());
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

/** Errors of an attempt that say nothing about what would be evaluated without it. */
function isOfNoConsequence(error: unknown): boolean {
  if (error instanceof RegoLimitError) return error.limit === "depth" || error.limit === "memory";
  if (error instanceof RegoEvaluationError) return error.code !== "eval_cancel_error";
  return error === givenUp || error instanceof RangeError;
}
