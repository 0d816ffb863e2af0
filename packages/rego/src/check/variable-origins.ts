import { isConstant, typeOfConstant } from "../tree/constants.ts";
import { builtinName, termText } from "../tree/term-text.ts";
import { type Expr, isEquality, type Rule, type Term } from "../tree/tree.ts";
import { contains } from "../type-check/combine-types.ts";
import { isDeclared, signatureOf } from "../types/builtin-types.ts";
import { membersOf } from "./narrowing.ts";

/** Where a variable gets its value. */
export type Origin =
  | { readonly kind: "input" | "rule"; readonly ref: readonly Term[] }
  | { readonly kind: "collection"; readonly value: Term }
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "key" | "argument" };

/** Longer collections are counted and not listed. */
const mostMembers = 5;

/** Says where a variable gets its value. */
export function noteOf(origin: Origin, shown: string, rule: string, textOf: (ref: readonly Term[]) => string): string {
  switch (origin.kind) {
    case "input":
      return `${shown} comes from ${textOf(origin.ref)}`;
    case "rule":
      return `${shown} comes from rule ${textOf(origin.ref)}, whose value isn't known at compile time`;
    case "collection": {
      const count = membersOf(origin.value)?.length ?? 0;
      return `${shown} is one of ${count > mostMembers ? `${count} values` : termText(origin.value)}`;
    }
    case "builtin":
      return `${shown} is computed by ${origin.name}`;
    case "key":
      return `${shown} is a key of ${rule}`;
    default:
      return `${shown} is an argument of ${rule}`;
  }
}

/** Whether the type of a built-in's result allows a value. */
export function mayReturn(name: string, value: Term): boolean {
  const result = signatureOf(name)?.result;
  return result === undefined || value.kind !== "scalar" || contains(result, typeOfConstant(value));
}

/** The origins of the variables of a ref in one line of a rule, as far as lines before it and the head tell. */
export function originsOf(rule: Rule, line: number, ref: readonly Term[]): Map<string, Origin> {
  const finder = new OriginFinder(rule, line);
  const origins = new Map<string, Origin>();
  for (const part of ref.slice(1)) {
    const origin = part.kind === "var" ? finder.find(part.name) : undefined;
    if (part.kind === "var" && origin !== undefined) origins.set(part.name, origin);
  }
  return origins;
}

class OriginFinder {
  private readonly bindings = new Map<string, Term>();
  private readonly outputs = new Map<string, string>();
  private readonly head = new Map<string, "key" | "argument">();
  private readonly deepest: number;

  constructor({ head, body }: Rule, line: number) {
    this.deepest = body.length;
    for (const expr of body.slice(0, line)) if (!expr.negated && expr.withs.length === 0) this.read(expr);
    for (const term of [...head.ref.slice(1), ...(head.key === undefined ? [] : [head.key])]) {
      if (term.kind === "var") this.head.set(term.name, "key");
    }
    for (const arg of head.args) if (arg.kind === "var") this.head.set(arg.name, "argument");
  }

  private read(expr: Expr): void {
    if (expr.form !== "call") return;
    const [operator, ...operands] = expr.terms;
    const [left, right] = operands;
    if (isEquality(expr)) {
      if (left?.kind === "var" && right !== undefined && !this.bindings.has(left.name))
        this.bindings.set(left.name, right);
      if (right?.kind === "var" && left !== undefined && !this.bindings.has(right.name))
        this.bindings.set(right.name, left);
      return;
    }
    const name = operator?.kind === "ref" ? builtinName(operator.terms) : undefined;
    const output = operands.at(-1);
    if (name === undefined || !isDeclared(name) || output?.kind !== "var") return;
    if (operands.length === (signatureOf(name)?.args.length ?? 0) + 1) this.outputs.set(output.name, name);
  }

  find(name: string, depth = 0): Origin | undefined {
    if (depth > this.deepest) return undefined;
    const builtin = this.outputs.get(name);
    if (builtin !== undefined) return { kind: "builtin", name: builtin };
    const bound = this.bindings.get(name);
    if (bound?.kind === "var") return this.find(bound.name, depth + 1);
    const origin = bound?.kind === "ref" ? this.ofRef(bound.terms) : undefined;
    if (origin !== undefined) return origin;
    const kind = this.head.get(name);
    return kind === undefined ? undefined : { kind };
  }

  private ofRef(ref: readonly Term[]): Origin | undefined {
    const [head, key] = ref as [Term, Term?];
    if (head.kind === "var" && head.name === "input") return { kind: "input", ref: constantPrefix(ref) };
    if (head.kind === "var" && head.name === "data") return { kind: "rule", ref: constantPrefix(ref) };
    if (ref.length !== 2 || key === undefined || isConstant(key)) return undefined;
    const value = this.collection(head);
    return value === undefined ? undefined : { kind: "collection", value };
  }

  private collection(term: Term): Term | undefined {
    let current: Term | undefined = term;
    for (let i = 0; i <= this.bindings.size && current?.kind === "var"; i++) current = this.bindings.get(current.name);
    return current !== undefined && membersOf(current) !== undefined && isConstant(current) ? current : undefined;
  }
}

function constantPrefix(ref: readonly Term[]): readonly Term[] {
  const end = ref.findIndex((part, i) => i > 0 && !isConstant(part));
  return end < 0 ? ref : ref.slice(0, end);
}
