import { type EvaluationFrame, RegoEvaluationError } from "../errors.ts";
import { equal } from "../values/equal.ts";
import { print } from "../values/print.ts";
import type { Value } from "../values/value.ts";
import type { Probe, Probes } from "./probes.ts";

/** What happens to a probe: OPA's operations, as its traces name them. */
export type TraceOperation = "Enter" | "Exit" | "Eval" | "Redo" | "Fail" | "Note";

/** One step of a traced evaluation. `query` is the frame it happens in, `parent` the one that frame was entered from. */
export type TraceEvent = {
  readonly operation: TraceOperation;
  readonly probe: Probe;
  readonly query: number;
  readonly parent: number;
  /** Variables of the probe in the order of their first use; empty where none is bound. */
  readonly variables: ReadonlyMap<string, Value>;
  /** What a `Note` says. */
  readonly message?: string;
};

type Frame = { readonly query: number; readonly parent: number; readonly probe: Probe; at: TraceEvent | undefined };
type Claim = { readonly value: Value; readonly probe: Probe };

/** The first value of a rule, and of each definition the first that is another. */
export type Claims = { readonly claims: Claim[]; frames: readonly EvaluationFrame[] };

const none: ReadonlyMap<string, Value> = new Map();
const mostClaims = 10;
/** Characters, however many units of JavaScript they are. */
const longestClaim = 80;

/** Called by the code of a traced policy; keeps the stack, and passes every step on. */
export class Tracer {
  private readonly probes: Probes;
  private readonly sink: (event: TraceEvent) => void;
  private readonly frames: Frame[] = [];
  private queries = 0;

  constructor(probes: Probes, sink: (event: TraceEvent) => void) {
    this.probes = probes;
    this.sink = sink;
  }

  enter(id: number): void {
    const probe = this.probes.all[id] as Probe;
    this.frames.push({ query: this.queries, parent: this.top?.query ?? 0, probe, at: undefined });
    this.queries += 1;
    this.emit("Enter", probe, none);
  }

  exit(): void {
    if (this.top !== undefined) this.emit("Exit", this.top.probe, none);
  }

  leave(): void {
    this.frames.pop();
  }

  eval(id: number, ...values: readonly Value[]): void {
    const probe = this.probes.all[id] as Probe;
    const { variables } = probe;
    const bound = variables.length === 0 ? none : new Map(variables.map((name, i) => [name, values[i] as Value]));
    const event = this.emit("Eval", probe, bound);
    if (this.top !== undefined) this.top.at = event;
  }

  fail(id: number): void {
    this.emit("Fail", this.probes.all[id] as Probe, this.top?.at?.variables ?? none);
  }

  /** An expression holds; `before` is how often it did already. */
  hold(id: number, before: number): void {
    if (before > 0) this.emit("Redo", this.probes.all[id] as Probe, none);
  }

  note(message: string): void {
    const { top } = this;
    if (top !== undefined) this.emit("Note", top.at?.probe ?? top.probe, none, message);
  }

  /** A definition of a rule has a value. */
  claim(claims: Claims | undefined, id: number, value: Value): Claims {
    const all = claims ?? { claims: [], frames: [] };
    const probe = this.probes.all[id] as Probe;
    const [first, ...others] = all.claims;
    if (first !== undefined && (equal(first.value, value) || others.some((other) => other.probe === probe))) return all;
    all.claims.push({ value, probe });
    if (all.claims.length === 2) all.frames = this.stack();
    return all;
  }

  /** Ends the evaluation where definitions of a rule disagree, saying all they claim. */
  settle(claims: Claims | undefined, message: string): void {
    const [, second] = claims?.claims ?? [];
    if (claims === undefined || second === undefined) return;
    const lines = claims.claims.slice(0, mostClaims).toSorted(bySource).map(describeClaim);
    if (claims.claims.length > mostClaims) lines.push("  ...");
    const { location } = second.probe;
    const text = `${message}:\n${lines.join("\n")}`;
    throw new RegoEvaluationError("eval_conflict_error", text, { location, frames: claims.frames });
  }

  /** Innermost first. */
  stack(): EvaluationFrame[] {
    return this.frames
      .map(({ query, probe, at }) => ({
        query,
        location: (at?.probe ?? probe).location,
        text: (at?.probe ?? probe).text,
      }))
      .toReversed();
  }

  private get top(): Frame | undefined {
    return this.frames.at(-1);
  }

  private emit(
    operation: TraceOperation,
    probe: Probe,
    variables: ReadonlyMap<string, Value>,
    message?: string,
  ): TraceEvent {
    const { query = 0, parent = 0 } = this.top ?? {};
    const event = { operation, probe, query, parent, variables, ...(message !== undefined && { message }) };
    this.sink(event);
    return event;
  }
}

function bySource({ probe: { location: a } }: Claim, { probe: { location: b } }: Claim): number {
  return a.file === b.file ? a.row - b.row || a.col - b.col : a.file < b.file ? -1 : 1;
}

function describeClaim({ value, probe: { location } }: Claim): string {
  return `  ${shortened(print(value))} at ${location.file}:${location.row}`;
}

function shortened(text: string): string {
  const characters = Array.from(text.slice(0, 2 * longestClaim + 1));
  return characters.length > longestClaim ? `${characters.slice(0, longestClaim).join("")}...` : text;
}
