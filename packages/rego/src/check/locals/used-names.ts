import type { Location } from "../../errors.ts";
import { changedObject, changedSet, replaceAll } from "../../tree/map-terms.ts";
import { termText } from "../../tree/term-text.ts";
import {
  type Body,
  type Comprehension,
  type Expr,
  rootDocumentName,
  type Term,
  variable,
  type With,
} from "../../tree/tree.ts";
import { collect, nothing, variablesOfTerms } from "../variables.ts";
import type { LocalNames } from "./local-names.ts";

type Around = {
  readonly names: LocalNames;
  /** Rewrites a body that declares names of its own; `used` are those mentioned around it. */
  readonly rewriteBody: (body: Body, used: ReadonlySet<string>) => Body;
  readonly fail: (message: string, location: Location) => void;
};

/** Puts the names that variables got where they are used. */
export class UsedNames {
  private readonly names: LocalNames;
  private readonly rewriteBody: Around["rewriteBody"];
  private readonly fail: Around["fail"];

  constructor({ names, rewriteBody, fail }: Around) {
    this.names = names;
    this.rewriteBody = rewriteBody;
    this.fail = fail;
  }

  /** The expression with the names of the variables it uses. */
  expr<E extends Expr>(expr: E): E {
    switch (expr.form) {
      case "term":
        expr.term = this.term(expr.term);
        break;
      case "call":
        replaceAll(expr.terms, this.change);
        break;
      case "some":
        expr.symbols = expr.symbols.map((term) => this.term(term));
        break;
      case "every":
        if (expr.key !== undefined) expr.key = this.term(expr.key);
        expr.value = this.term(expr.value);
        expr.domain = this.term(expr.domain);
        for (const inner of expr.body) this.expr(inner);
        break;
      case "not":
        for (const inner of expr.body) this.expr(inner);
        break;
      default:
        for (const inner of [...expr.left, ...expr.right]) this.expr(inner);
    }
    for (const with_ of expr.withs) this.with(with_);
    return expr;
  }

  /** `input` as a target is the document, whatever else has its name. */
  private with(with_: With): void {
    with_.target = this.term(with_.target);
    const shadowing = this.names.find("input")?.unique;
    if (shadowing !== undefined) with_.target = restoredInput(with_.target, shadowing);
    with_.value = this.term(with_.value);
  }

  private readonly change = (term: Term): Term => this.term(term);

  term(term: Term): Term {
    switch (term.kind) {
      case "scalar":
        return term;
      case "var":
        return this.variable(term);
      case "ref":
        return this.ref(term);
      case "call":
        this.checkCallee(term.terms[0] as Term, term.loc);
        replaceAll(term.terms, this.change);
        return term;
      case "array":
        replaceAll(term.items, this.change);
        return term;
      case "set":
        return changedSet(term, this.change);
      case "object":
        return changedObject(term, this.change);
      case "template":
        for (const part of term.parts) if (part.kind === "expr") this.expr(part);
        return term;
      default:
        return this.comprehension(term);
    }
  }

  private variable(term: Extract<Term, { kind: "var" }>): Term {
    const { name } = term;
    const known = this.names.find(name);
    if (known === undefined) {
      this.names.add(name, name, "seen");
      return term;
    }
    this.names.noteUse(name);
    return known.unique === name ? term : variable(known.unique, term.loc);
  }

  private ref(term: Extract<Term, { kind: "ref" }>): Term {
    const root = rootDocumentName(term);
    if (root === undefined) {
      replaceAll(term.terms, this.change);
      return term;
    }
    const known = this.names.find(root);
    return known === undefined || known.occurrence === "seen" ? term : variable(known.unique, term.loc);
  }

  private checkCallee(callee: Term, loc: Location): void {
    collect(callee, nothing, (name) => {
      const known = this.names.find(name);
      if (known !== undefined && known.unique !== name) this.fail(`called function ${termText(callee)} shadowed`, loc);
    });
  }

  comprehension(term: Comprehension): Term {
    const heads = term.kind === "object-comprehension" ? [term.key, term.value] : [term.head];
    this.names.push();
    term.body = this.rewriteBody(term.body, variablesOfTerms(heads, nothing));
    if (term.kind === "object-comprehension") {
      term.key = this.term(term.key);
      term.value = this.term(term.value);
    } else term.head = this.term(term.head);
    this.names.pop();
    return term;
  }

  /** A template in a head: its expressions have no other scope. */
  template(term: Extract<Term, { kind: "template" }>): void {
    for (const part of term.parts) {
      if (part.kind !== "expr") continue;
      this.names.push();
      this.expr(part);
      this.names.pop();
    }
  }
}

function restoredInput(target: Term, shadowing: string): Term {
  if (target.kind === "var" && target.name === shadowing) {
    return { kind: "ref", terms: [variable("input", target.loc)], loc: target.loc };
  }
  if (target.kind !== "ref" || target.terms[0]?.kind !== "var" || target.terms[0].name !== shadowing) return target;
  return { ...target, terms: [variable("input", target.loc), ...target.terms.slice(1)] };
}
