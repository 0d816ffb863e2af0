import type { Known } from "../analyse/known-names.ts";
import { Turns } from "../analyse/turns.ts";
import type { Body, Expr } from "../tree/tree.ts";
import { areEqual } from "./equal-parts.ts";
import { hasNoClosure, neededBy, variablesInClosures } from "./safety-needs.ts";
import { type Arity, outputsOf } from "./safety-outputs.ts";

type Names = ReadonlySet<string>;
/** Variables that stay unbound, by the expression that needs them. */
export type Unsafe = Map<Expr, Set<string>>;

const none: Names = new Set();

/** The order of one body, in which each expression comes after those that bind what it needs. */
export class SafetyOrder {
  readonly unsafe: Unsafe = new Map();
  private readonly arity: Arity;
  private readonly body: Body;
  private readonly globals: Known;
  private readonly own = new Set<string>();
  private readonly safe = new Set<string>();
  private readonly closedOver = new Map<Expr, Names>();

  constructor(arity: Arity, body: Body, globals: Known) {
    this.arity = arity;
    this.body = body;
    this.globals = globals;
    const needs = body.map((expr) => neededBy(expr, arity));
    for (const names of needs) for (const name of names) this.own.add(name);
    for (const name of this.own) if (globals.has(name)) this.safe.add(name);
    for (const [i, expr] of body.entries()) {
      const names = needs[i] as Set<string>;
      for (const name of names) if (this.safe.has(name)) names.delete(name);
      if (names.size > 0) this.unsafe.set(expr, names);
    }
  }

  ordered(): Body {
    const ordered: Body = [];
    const turns = new Turns(this.body.length);
    // What waits for several names is woken by each of them.
    const placed = new Set<number>();
    for (let turn = turns.take(); turn !== undefined; turn = turns.take()) {
      if (placed.has(turn)) continue;
      const expr = this.body[turn] as Expr;
      if (isPlacedTwin(expr, ordered[turn])) continue;
      const outputs = this.outputsIfSafe(expr);
      if (outputs === undefined) {
        turns.wait(turn, this.awaited(expr));
        continue;
      }
      placed.add(turn);
      ordered.push(expr);
      for (const name of outputs) {
        if (this.safe.has(name)) continue;
        this.safe.add(name);
        turns.wake(name, turn);
      }
    }
    return ordered;
  }

  /** What an expression binds, once it can be evaluated; undefined before. */
  private outputsIfSafe(expr: Expr): Names | undefined {
    const outputs = outputsOf(expr, this.arity, this.safe);
    if (!this.noteClosedOver(expr, outputs)) return undefined;
    const open = this.unsafe.get(expr);
    for (const name of open ?? []) if (outputs.has(name) || this.safe.has(name)) open?.delete(name);
    if (open !== undefined && open.size > 0) return undefined;
    this.unsafe.delete(expr);
    return outputs;
  }

  /**
   * The names of which one has to be bound before another try can end otherwise. Those it could bind itself are among
   * them: `[[v], v.x] = [input, y]` binds y only once something else has bound v.
   */
  private awaited(expr: Expr): Iterable<string> {
    return [...neededBy(expr, this.arity), ...this.sharedWithClosures(expr)].filter((name) => !this.safe.has(name));
  }

  /** Closures need the variables they share with the body to be bound by then. False where one binds its own. */
  private noteClosedOver(expr: Expr, outputs: Names): boolean {
    const shared = this.sharedWithClosures(expr);
    if (shared.size === 0) return true;
    if (shared.size === outputs.size && shared.isSubsetOf(outputs)) return false;
    this.unsafe.set(expr, new Set(shared));
    return true;
  }

  private sharedWithClosures(expr: Expr): Names {
    let shared = this.closedOver.get(expr);
    if (shared === undefined) {
      const inside = hasNoClosure(expr) ? none : variablesInClosures(expr);
      shared = inside.size === 0 ? none : this.ownOf(inside);
      this.closedOver.set(expr, shared);
    }
    return shared;
  }

  /** Of some names those that the body has to bind itself. */
  private ownOf(names: Names): Names {
    return new Set([...names].filter((name) => this.own.has(name) && !this.globals.has(name)));
  }
}

/**
 * OPA takes an expression for one that has its place if an equal one has got the position at which this one is written.
 * It never comes to its turn then, and the variables it waits for stay unsafe.
 */
function isPlacedTwin(expr: Expr, placed: Expr | undefined): boolean {
  return placed !== undefined && placed !== expr && areEqual(placed, expr);
}
