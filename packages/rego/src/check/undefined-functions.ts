import type { CompileError } from "../errors.ts";
import type { Arity } from "./safety-outputs.ts";
import { writtenRefText } from "./stages/subjects.ts";
import { type CallExpr, isEquality, type Term } from "./tree.ts";
import type { TreeNode } from "./visit.ts";

/** Whether the type of a function is known: built-ins, and in queries all functions. */
type IsTyped = (name: readonly Term[]) => boolean;

/** Finds calls of what is no function, or with a wrong number of operands. Call it for every node of a rule. */
export class CallChecker {
  readonly errors: CompileError[] = [];
  private readonly arity: Arity;
  private readonly written: ReadonlyMap<string, string>;
  private readonly isTyped: IsTyped;

  constructor(arity: Arity, written: ReadonlyMap<string, string>, isTyped: IsTyped) {
    this.isTyped = isTyped;
    this.arity = arity;
    this.written = written;
  }

  /** Returns true where what is below the node need not be looked at. */
  readonly visit = (node: TreeNode): boolean => {
    if (node.kind !== "expr" || node.form !== "call") return false;
    const message = this.problemOf(node);
    if (message === undefined) return false;
    this.errors.push({ code: "rego_type_error", message, location: node.loc });
    return true;
  };

  private problemOf(expr: CallExpr): string | undefined {
    const [operator] = expr.terms;
    const name = operator?.kind === "ref" ? operator.terms : [];
    const arity = this.arity(name);
    if (arity < 0) return `undefined function ${writtenRefText(name, this.written)}`;
    const operands = expr.terms.length - 1;
    if (expr.generated) {
      if (isEquality(expr) || operands === arity + 1) return undefined;
      return this.mismatch(name, arity, operands - 1);
    }
    return operands === arity || operands === arity + 1 ? undefined : this.mismatch(name, arity, operands);
  }

  private mismatch(name: Parameters<Arity>[0], arity: number, given: number): string {
    const shown = writtenRefText(name, this.written);
    if (this.isTyped(name)) return `${shown}: arity mismatch`;
    return `function ${shown} has arity ${arity}, got ${given} argument${given === 1 ? "" : "s"}`;
  }
}
