import { ObjectBuilder } from "../values/objects.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { ValueTable } from "../values/value-table.ts";
import type { Budget } from "./limits.ts";

/** Where the solutions of one key are collected. */
type Collector = Value[] | RegoSet | ObjectBuilder;
type Kind = "array-comprehension" | "set-comprehension" | "object-comprehension";
/** The values of a comprehension's keys: a single one as it is, several as an array; undefined where one has no value. */
type Key = Value | undefined | readonly (Value | undefined)[];

const collectorOf: Readonly<Record<Kind, () => Collector>> = {
  "array-comprehension": () => [],
  "set-comprehension": () => RegoSet.of([]),
  "object-comprehension": () => new ObjectBuilder(),
};

/** The context that generated code is given, of which no more is known here. */
type AnyContext = { readonly state: Budget };

/** A comprehension in generated code. `fill` finds its solutions for all keys and puts each `at` its key. */
export type GroupedPlace<Context extends AnyContext> = {
  readonly kind: Kind;
  readonly fill: (context: Context, groups: Groups<Context>, others: readonly Value[]) => void;
};

/** Cheaper comprehensions are evaluated each time. Steps of one evaluation. */
const leastSteps = 32;
const leastEvaluations = 2;

/**
 * The solutions of a comprehension that an outer loop evaluates over and over for other keys, grouped by key. All of them
 * are looked for when as much has been spent on evaluating it for single keys, and never for more steps than that: so it
 * costs no more than a small multiple of what it would without groups, in time as in memory.
 */
export class Groups<Context extends AnyContext> {
  private readonly place: GroupedPlace<Context>;
  private readonly others: readonly Value[];
  private table = new ValueTable();
  private collectors: Collector[] = [];
  private isFilled = false;
  private evaluations = 0;
  private spent = 0;
  /** What has to be spent before the next attempt. */
  private due = 0;

  constructor(place: GroupedPlace<Context>, others: readonly Value[], isObserved: boolean) {
    this.place = place;
    this.others = others;
    // Other keys may have errors that nobody is to hear of.
    if (isObserved) this.due = Number.POSITIVE_INFINITY;
  }

  /** Whether it was for these values of the variables, besides keys, that the comprehension depends on. */
  isFor(others: readonly Value[]): boolean {
    for (let i = 0; i < others.length; i++) if (others[i] !== this.others[i]) return false;
    return true;
  }

  /** The comprehension's value, or undefined where it has to be evaluated. */
  find(key: Key, context: Context): Value | undefined {
    if (!this.isFilled && !this.attempt(context)) return undefined;
    const collector = this.collectors[this.numberOf(key)] ?? collectorOf[this.place.kind]();
    return collector instanceof ObjectBuilder ? collector.build() : collector;
  }

  /** The comprehension was evaluated for one key. */
  note(steps: number): void {
    this.evaluations += 1;
    this.spent += steps;
  }

  /** The collector of a key. */
  at(key: Value): Collector {
    if (this.table.add(key)) this.collectors.push(collectorOf[this.place.kind]());
    return this.collectors[this.table.indexOf(key)] as Collector;
  }

  private numberOf(key: Key): number {
    if (key === undefined || (Array.isArray(key) && key.includes(undefined))) return -1;
    return this.table.indexOf(key as Value);
  }

  private attempt(context: Context): boolean {
    const { evaluations, spent } = this;
    const isWorthIt = evaluations >= leastEvaluations && spent >= leastSteps * evaluations && spent >= this.due;
    if (!isWorthIt) return false;
    this.due = 2 * spent;
    this.isFilled = context.state.attempt(spent, () => this.place.fill(context, this, this.others));
    if (!this.isFilled) {
      this.table = new ValueTable();
      this.collectors = [];
    }
    return this.isFilled;
  }
}
