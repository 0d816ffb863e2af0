import { type CallExpr, isEquality, type Term } from "../tree/tree.ts";
import type { TreeNode } from "../tree/visit.ts";
import type { TypeEnvironment } from "../type-check/environment.ts";
import type { FoundError } from "../type-check/problems.ts";
import { argumentDetails } from "../type-check/type-details.ts";
import type { Arity } from "./safety-outputs.ts";
import { writtenRefText } from "./stages/subjects.ts";

/** Finds calls of what is no function, or with a wrong number of operands. Call it for every node of a rule. */
export class CallChecker {
  readonly errors: FoundError[] = [];
  private readonly arity: Arity;
  private readonly written: ReadonlyMap<string, string>;
  private readonly types: () => TypeEnvironment;

  /** `types`: what is known before the call: built-ins, and in queries all rules. Asked for where a call is wrong. */
  constructor(arity: Arity, written: ReadonlyMap<string, string>, types: () => TypeEnvironment) {
    this.types = types;
    this.arity = arity;
    this.written = written;
  }

  /** Returns true where what is below the node need not be looked at. */
  readonly visit = (node: TreeNode): boolean => {
    if (node.kind !== "expr" || node.form !== "call") return false;
    const problem = this.problemOf(node);
    if (problem === undefined) return false;
    this.errors.push({ code: "rego_type_error", location: node.loc, ...problem });
    return true;
  };

  private problemOf(expr: CallExpr): Problem | undefined {
    const [operator] = expr.terms;
    const name = operator?.kind === "ref" ? operator.terms : [];
    const arity = this.arity(name);
    if (arity < 0) return { message: `undefined function ${writtenRefText(name, this.written)}` };
    const operands = expr.terms.slice(1);
    const given = operands.length;
    if (expr.generated) {
      if (isEquality(expr) || given === arity + 1) return undefined;
      return this.mismatch(name, arity, operands, given - 1);
    }
    return given === arity || given === arity + 1 ? undefined : this.mismatch(name, arity, operands, given);
  }

  private mismatch(name: readonly Term[], arity: number, operands: readonly Term[], given: number): Problem {
    const shown = writtenRefText(name, this.written);
    const types = this.types();
    const type = types.typeOfRef(name);
    if (type?.kind !== "function") {
      return { message: `function ${shown} has arity ${arity}, got ${given} argument${given === 1 ? "" : "s"}` };
    }
    const have = operands.map((operand) => types.typeOf(operand));
    return { message: `${shown}: arity mismatch`, explain: () => argumentDetails(have, type, undefined) };
  }
}

type Problem = Pick<FoundError, "message" | "explain">;
