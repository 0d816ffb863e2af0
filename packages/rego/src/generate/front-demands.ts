import type { Clause } from "../analyse/program.ts";
import { isDocument } from "../analyse/variables.ts";
import type { Location } from "../errors.ts";
import type { Expr, Scalar, Term } from "../syntax/ast.ts";
import { constantMembers, plainScalars } from "./constant-rules.ts";

/** A place that is there before a body runs: at a constant path under `input`, or under an argument, by its position. */
type Place = { readonly root: "input" | number; readonly path: readonly string[] };
/** The values of which a place has to have one, or a definition does not hold. */
export type Demand = Place & { readonly values: ReadonlySet<Scalar>; readonly loc: Location };

export function placeKey({ root, path }: Place): string {
  return JSON.stringify([root, ...path]);
}

/**
 * What a definition of a rule, its else branches included, asks for in its first lines: in those before anything that
 * could end in an error or be seen otherwise.
 */
export function demandsAtFront(clause: Clause): readonly Demand[] {
  let common: Map<string, Collected> | undefined;
  for (let part: Clause | undefined = clause; part !== undefined; part = part.orElse) {
    const asked = demandsByPlace(part);
    if (common === undefined) common = asked;
    else keepOfEither(common, asked);
    if (common.size === 0) return [];
  }
  return [...(common ?? new Map<string, Collected>()).values()];
}

/** A demand whose values grow with the branches that are looked at. */
type Collected = Demand & { readonly values: Set<Scalar> };

/** Keeps the places of which both ask for something, with the values of both. */
function keepOfEither(common: Map<string, Collected>, branch: ReadonlyMap<string, Demand>): void {
  for (const [key, { values }] of common) {
    const other = branch.get(key);
    if (other === undefined) common.delete(key);
    else for (const value of other.values) values.add(value);
  }
}

/** Of several demands on one place in a branch, the first. */
function demandsByPlace(clause: Clause): Map<string, Collected> {
  const demands = new Map<string, Collected>();
  for (const demand of demandsOf(clause)) {
    const key = placeKey(demand);
    if (!demands.has(key)) demands.set(key, { ...demand, values: new Set(demand.values) });
  }
  return demands;
}

function demandsOf({ args, body }: Clause): readonly Demand[] {
  const front = new Front();
  for (const [root, arg] of args.entries()) front.addArgument(root, arg);
  for (const expr of body) if (!front.add(expr)) break;
  return front.demands;
}

/** The first lines of a definition: variables that stand for places, and what is asked of these. */
class Front {
  readonly demands: Demand[] = [];
  private readonly places = new Map<string, Place>();

  addArgument(root: number, arg: Term): void {
    const place = { root, path: [] };
    if (arg.kind === "var") this.places.set(arg.name, place);
    else this.demand(place, plainScalars([arg]), arg.loc);
  }

  /** Takes a line; false for one that may do more than fail. */
  add(expr: Expr): boolean {
    if (expr.negated || expr.withs.length > 0) return false;
    switch (expr.kind) {
      case "some":
        return true;
      case "unify":
      case "assign":
        return this.addEquality(expr.left, expr.right);
      case "term":
        return this.addCondition(expr.term);
      default:
        return false;
    }
  }

  private addCondition(term: Term): boolean {
    if (term.kind !== "call") return this.isHarmless(term);
    const [left, right, ...more] = term.args;
    if (term.callee.kind !== "builtin" || left === undefined || right === undefined || more.length > 0) return false;
    if (term.callee.name === "equal") return this.addEquality(left, right);
    const members = term.callee.name === "internal.member_2" ? constantMembers(right) : undefined;
    const place = this.placeOf(left);
    if (members === undefined || place === undefined) return false;
    this.demand(place, members, term.loc);
    return true;
  }

  private addEquality(left: Term, right: Term): boolean {
    if (this.isNewName(left)) return this.addName(left.name, right);
    if (this.isNewName(right)) return this.addName(right.name, left);
    if (!this.isHarmless(left) || !this.isHarmless(right)) return false;
    const place = this.placeOf(left) ?? this.placeOf(right);
    const scalars = plainScalars([left, right].filter(({ kind }) => kind === "scalar"));
    if (place !== undefined && scalars?.length === 1) this.demand(place, scalars, left.loc);
    return true;
  }

  private addName(name: string, term: Term): boolean {
    const place = this.placeOf(term);
    if (place !== undefined) this.places.set(name, place);
    return place !== undefined;
  }

  private demand(place: Place, values: readonly Scalar[] | undefined, loc: Location): void {
    if (values !== undefined) this.demands.push({ ...place, values: new Set(values), loc });
  }

  /** Whether reading a term can do no more than find nothing. */
  private isHarmless(term: Term): boolean {
    return term.kind === "scalar" || this.placeOf(term) !== undefined;
  }

  private isNewName(term: Term): term is Term & { kind: "var" } {
    return term.kind === "var" && !this.places.has(term.name);
  }

  private placeOf(term: Term): Place | undefined {
    if (term.kind === "var") return this.places.get(term.name);
    if (term.kind !== "ref" || term.head.kind !== "var") return undefined;
    const isInput = isDocument(term.head) && term.head.name === "input";
    const start = isInput ? { root: "input" as const, path: [] } : this.places.get(term.head.name);
    const names = term.path.map((part) =>
      part.kind === "scalar" && typeof part.value === "string" ? part.value : undefined,
    );
    if (start === undefined || !names.every((name) => name !== undefined)) return undefined;
    return { ...start, path: [...start.path, ...names] };
  }
}
