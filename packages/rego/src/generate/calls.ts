import { calleePath, descend, functionAt, type Program, pathText } from "../analyse/program.ts";
import { relations } from "../builtins/signatures.ts";
import type { CallTerm, Expr } from "../syntax/ast.ts";
import { locationName } from "./constants.ts";
import { writeOperands } from "./quick-builtins.ts";
import { declare, declareDefined, openLoop, requireDefined, type Site } from "./site.ts";

/** The value of a call of a function or built-in; undefined fails. */
export function callValue(site: Site, call: CallTerm): string {
  if (call.callee.kind === "builtin") return builtinValue(site, call, call.callee.name);
  const found = call.callee.kind === "ref" ? functionAt(site.unit.program, call.callee) : undefined;
  if (found === undefined) return ruleValue(site, call) ?? undefinedFunction(site, call);
  if (call.args.length !== found.arity) arityError(site, call, found.arity);
  const args = [site.context, ...site.unit.emit.terms(site, call.args)].join(", ");
  return declareDefined(site, `${callable(site, pathText(found.path), site.unit.ruleName(found))}(${args})`);
}

/** A rule without arguments may be called. */
function ruleValue(site: Site, { callee, args }: CallTerm): string | undefined {
  if (args.length > 0 || callee.kind !== "ref") return undefined;
  const { node, depth } = descend(site.unit.program.root, calleePath(callee));
  const isRule = node.group !== undefined && depth === callee.path.length;
  return isRule ? site.unit.emit.term(site, callee) : undefined;
}

/** A function that some `with` replaces is looked up in the context first. */
function callable({ context, unit }: Site, name: string, direct: string): string {
  return unit.mockable.has(name) ? `(${context}.mocks.get(${unit.code.string(name)}) ?? ${direct})` : direct;
}

function builtinValue(site: Site, call: CallTerm, name: string): string {
  const { code } = site.unit;
  const { builtins } = site.unit.program;
  if (!builtins.has(name)) return undefinedFunction(site, call);
  const arity = builtins.arity(name);
  if (arity >= 0 && call.args.length !== arity) arityError(site, call, arity);
  const { operands, quick } = writeOperands(site, name, call.args);
  const direct = code.constant("f", `builtin(${code.string(name)})`);
  const args = [site.context, ...operands, locationName(code, call.loc)].join(", ");
  const result = quick === undefined ? declare(site, `${callable(site, name, direct)}(${args})`) : code.fresh("t");
  if (quick !== undefined) {
    code.push(`let ${result} = ${quick};`, `if (${result} === undefined) ${result} = ${direct}(${args});`);
  }
  requireDefined(site, result);
  if (!relations.has(name)) return result;
  const i = code.fresh("i");
  openLoop(site, `let ${i} = 0; ${i} < ${result}.length; ${i}++`);
  return `${result}[${i}]`;
}

/** A call with one argument more than its function has unifies its result with the last: `f(x, y)` is `y = f(x)`. */
export function withOutput(program: Program, expr: Expr): Expr {
  if (expr.kind !== "term" || expr.term.kind !== "call") return expr;
  const { callee, args } = expr.term;
  const arity =
    callee.kind === "builtin"
      ? program.builtins.arity(callee.name)
      : callee.kind === "ref"
        ? functionAt(program, callee)?.arity
        : undefined;
  const output = args.at(-1);
  if (output === undefined || arity === undefined || arity < 0 || args.length !== arity + 1) return expr;
  return { ...expr, kind: "unify", left: output, right: { ...expr.term, args: args.slice(0, -1) } };
}

function calleeName({ callee }: CallTerm): string {
  if (callee.kind === "ref") return pathText(calleePath(callee));
  return callee.name;
}

function undefinedFunction(site: Site, call: CallTerm): string {
  site.unit.report.add("rego_type_error", `undefined function ${calleeName(call)}`, call.loc);
  return "undefined";
}

function arityError(site: Site, call: CallTerm, arity: number): void {
  const given = `${call.args.length} argument${call.args.length === 1 ? "" : "s"}`;
  site.unit.report.add("rego_type_error", `function ${calleeName(call)} has arity ${arity}, got ${given}`, call.loc);
}
