import { declaredBy } from "../analyse/declarations.ts";
import type { RuleGroup } from "../analyse/program.ts";
import { bodiesOf, isDocument, partsOf } from "../analyse/variables.ts";
import type { Location } from "../errors.ts";
import type { Body, CallTerm, Comprehension, Expr, RefTerm, SomeInExpr, Term } from "../syntax/ast.ts";
import { type Dependence, type Members, none, whole } from "./dependence.ts";
import { Frame } from "./frame.ts";
import type { Positions } from "./positions.ts";

/** What a walk asks about rules. */
export type Rules = {
  readonly ofGroup: (group: RuleGroup) => Dependence;
  /** The function that a call or a `with` names. */
  readonly functionAt: (ref: RefTerm) => RuleGroup | undefined;
  /** What a ref into `data` depends on, and how many parts of its path lead to that. */
  readonly ofData: (ref: RefTerm) => { readonly dependence: Dependence; readonly depth: number };
};

/** Built-ins that put the members of two collections together. */
const joining: ReadonlySet<string> = new Set(["array.concat", "or"]);

/** Walks bodies and notes where their solutions depend on `input`. Whatever is not known to be harmless is noted. */
export class BodyWalk {
  private readonly rules: Rules;
  private readonly positions: Positions;

  constructor(rules: Rules, positions: Positions) {
    this.rules = rules;
    this.positions = positions;
  }

  /** `heads`: terms that are evaluated for each solution. */
  walk(body: Body, heads: readonly Term[], outer?: Frame): Frame {
    const frame = new Frame(
      body.flatMap((expr) => (expr.kind === "assign" ? declaredBy(expr) : [])),
      outer,
    );
    for (const expr of body) this.expr(expr, frame);
    for (const head of heads) this.need(head, frame);
    return frame;
  }

  private expr(expr: Expr, frame: Frame): void {
    if (expr.negated) this.apart("a negation reads input", expr, frame, (inner) => this.plain(expr, inner));
    else if (expr.withs.length > 0)
      this.apart("input is read under `with`", expr, frame, (inner) => this.with(expr, inner));
    else this.plain(expr, frame);
  }

  /** Walks a part whose outcome depends on all of what it ranges over, so that it must not range over `input`. */
  private apart(reason: string, { loc }: Expr, frame: Frame, walk: (inner: Frame) => void): void {
    const inner = new Frame([], frame);
    walk(inner);
    const found = inner.dependence("set");
    if (found.kind === "whole") frame.block(found);
    else if (found.kind === "members" || inner.hasLists()) frame.block(whole(reason, loc));
  }

  private with(expr: Expr, frame: Frame): void {
    for (const { target, value } of expr.withs) {
      if (target.kind === "ref") for (const part of target.path) this.need(part, frame);
      if (value.kind === "builtin") continue;
      const replacement = value.kind === "ref" ? this.rules.functionAt(value) : undefined;
      if (replacement === undefined) this.need(value, frame);
      else this.settle(this.rules.ofGroup(replacement), value.loc, "a replacement reads input", frame);
    }
    this.plain(expr, frame);
  }

  private plain(expr: Expr, frame: Frame): void {
    switch (expr.kind) {
      case "term":
        if (!this.membership(expr.term, frame)) this.need(expr.term, frame);
        return;
      case "assign":
        this.assignment(expr, frame);
        return;
      case "unify":
        this.need(expr.left, frame);
        this.need(expr.right, frame);
        return;
      case "some-in":
        this.iteration(expr, frame);
        return;
      case "every":
        this.need(expr.domain, frame, "`every` over input");
        break;
      default:
    }
    for (const body of bodiesOf(expr))
      this.apart("an inner body reads input", expr, frame, (inner) => this.inner(body, inner));
  }

  private inner(body: Body, frame: Frame): void {
    this.settle(this.walk(body, [], frame).dependence("one"), body[0]?.loc, "", frame);
  }

  /** A variable may stand for a list of members. */
  private assignment(expr: Extract<Expr, { kind: "assign" }>, frame: Frame): void {
    const { left, right } = expr;
    const value = this.value(right, frame);
    for (const name of declaredBy(expr)) frame.assigned(name);
    if (left.kind === "var" && value.kind === "members" && value.shape !== "one") {
      frame.list(left.name, { ...value, identity: value.identity ?? left.name });
      return;
    }
    this.settle(value, right.loc, "input is taken apart as a whole", frame);
    this.need(left, frame);
  }

  private iteration({ key, value, domain }: SomeInExpr, frame: Frame): void {
    const found = this.value(domain, frame);
    if (found.kind === "members") this.range(found, key, domain.loc, frame);
    else this.settle(found, domain.loc, "", frame);
    if (key !== undefined) this.need(key, frame);
    this.need(value, frame);
  }

  /** `x in members` that has to hold ranges over them. */
  private membership(term: Term, frame: Frame): boolean {
    if (term.kind !== "call" || term.callee.kind !== "builtin" || term.callee.name !== "internal.member_2")
      return false;
    const [item, collection] = term.args;
    if (item === undefined || collection === undefined) return false;
    this.need(item, frame);
    const found = this.value(collection, frame);
    if (found.kind === "members") this.range(found, undefined, collection.loc, frame);
    else this.settle(found, collection.loc, "", frame);
    return true;
  }

  /** Ranges over members. Where one stands in an array changes with the batch, so the position must not count. */
  private range({ shape, identity }: Members, key: Term | undefined, loc: Location, frame: Frame): void {
    if (key !== undefined && shape === "array") {
      if (key.kind === "var") this.positions.note(key);
      else frame.block(whole("a member of input is taken by its position", key.loc));
    }
    const isNamed = identity !== undefined && key?.kind === "var";
    frame.traverse(isNamed ? `${identity}[${key.name}]` : undefined, loc);
  }

  /** A term whose value counts: it must not be all of `input`. */
  private need(term: Term, frame: Frame, reason = "input is used as a whole"): void {
    this.settle(this.value(term, frame), term.loc, reason, frame);
  }

  private settle(found: Dependence, loc: Location | undefined, reason: string, frame: Frame): void {
    if (found.kind === "none" || loc === undefined) return;
    if (found.kind === "whole") frame.block(found);
    else if (found.shape === "one") frame.traverse(undefined, loc);
    else frame.block(whole(reason, loc));
  }

  /** What a term's value depends on; what it ranges over on the way is noted in the frame. */
  value(term: Term, frame: Frame): Dependence {
    switch (term.kind) {
      case "scalar":
        return none;
      case "var":
        return frame.variable(term.name, term.loc);
      case "ref":
        return this.ref(term, frame);
      case "call":
        return this.call(term, frame);
      case "array-comprehension":
      case "set-comprehension":
        return this.comprehension(term, frame);
      default:
        if ("body" in term) this.settle(this.comprehension(term, frame), term.loc, "an object is made of input", frame);
        else for (const part of partsOf(term)) this.need(part, frame);
        return none;
    }
  }

  private comprehension(term: Comprehension, frame: Frame): Dependence {
    const heads = term.kind === "object-comprehension" ? [term.key, term.value] : [term.head];
    return this.walk(term.body, heads, frame).dependence(term.kind === "array-comprehension" ? "array" : "set");
  }

  private ref(term: RefTerm, frame: Frame): Dependence {
    const { dependence, depth } = this.headOf(term, frame);
    const [operand, ...rest] = term.path.slice(depth);
    if (dependence.kind === "whole" || operand === undefined) return dependence;
    for (const part of rest) this.need(part, frame);
    this.need(operand, frame);
    if (dependence.kind === "none") return none;
    if (dependence.shape === "array" && operand.kind !== "var") {
      return whole("a member of input is taken by its position", operand.loc);
    }
    this.range(dependence, operand, term.loc, frame);
    return none;
  }

  private headOf(term: RefTerm, frame: Frame): { dependence: Dependence; depth: number } {
    const { head } = term;
    if (!isDocument(head) || head.kind !== "var") return { dependence: this.value(head, frame), depth: 0 };
    if (head.name === "data") return this.rules.ofData(term);
    return { dependence: { kind: "members", shape: "array", identity: "input", location: term.loc }, depth: 0 };
  }

  private call(term: CallTerm, frame: Frame): Dependence {
    const { callee, args } = term;
    if (callee.kind === "builtin" && joining.has(callee.name)) return this.joined(callee.name, args, frame);
    const name = callee.kind === "builtin" ? callee.name : "a function";
    for (const arg of args) this.need(arg, frame, `input is passed to ${name}`);
    if (callee.kind !== "ref") return none;
    const group = this.rules.functionAt(callee);
    return group === undefined ? this.ref(callee, frame) : this.rules.ofGroup(group);
  }

  private joined(name: string, args: readonly Term[], frame: Frame): Dependence {
    const shape = name === "or" ? "set" : "array";
    const parts = args.map((arg) => this.value(arg, frame));
    const members = parts.filter((part) => part.kind === "members");
    const [first] = members;
    const blocker = parts.find((part) => part.kind === "whole");
    if (blocker !== undefined || first === undefined) return blocker ?? none;
    if (members.some((part) => part.shape !== shape)) return whole(`input is passed to ${name}`, first.location);
    return { ...first, identity: undefined };
  }
}
