import type { CompileError } from "../../errors.ts";
import { objectTerm } from "../../tree/term-order.ts";
import { type Body, isWildcard, type Rule, type Term, variable } from "../../tree/tree.ts";
import { isComprehension, some, type TreeNode, visitBody, visitHead } from "../../tree/visit.ts";
import { compareStrings } from "../../values/compare-strings.ts";
import { collect, nothing, ofExpression, variablesOf, variablesOfTerms } from "../variables.ts";
import { declaredIn } from "./declared-in.ts";
import { LocalNames } from "./local-names.ts";
import type { LocalsContext } from "./new-names.ts";
import { withNames } from "./replace-names.ts";
import { LocalsRewriter } from "./rewrite-locals.ts";

export type LocalsErrors = { readonly errors: CompileError[]; readonly unused: CompileError[] };

/** Gives the variables of a rule and of its else branches names of their own. */
export function rewriteLocalsOfRule(rule: Rule, context: LocalsContext): LocalsErrors {
  const found: LocalsErrors = { errors: [], unused: [] };
  const unusedArgs = context.isStrict ? variablesOfTerms(rule.head.args, nothing) : new Set<string>();
  const args = new LocalNames();
  rule.head.args = rule.head.args.map((arg) => renamedArgument(arg, args, context, found.errors));
  for (let clause: Rule | undefined = rule; clause !== undefined; clause = clause.orElse) {
    const names = rewriteClause(clause, args.copy(), unusedArgs, context, found);
    for (const arg of unusedArgs) if (names.usesOf(arg) > 1) unusedArgs.delete(arg);
  }
  for (const arg of unusedArgs) {
    if (isWildcard(arg)) continue;
    const message = `unused argument ${arg}. (hint: use _ (wildcard variable) instead)`;
    found.unused.push({ code: "rego_compile_error", message, location: rule.head.loc });
  }
  return found;
}

/** An argument with its variables renamed, wherever a call can bind them. */
function renamedArgument(arg: Term, names: LocalNames, context: LocalsContext, errors: CompileError[]): Term {
  const inner = (part: Term): Term => renamedArgument(part, names, context, errors);
  switch (arg.kind) {
    case "var": {
      const known = names.find(arg.name);
      if (known !== undefined) {
        names.noteUse(arg.name);
        return variable(known.unique, arg.loc);
      }
      const unique = context.names.fresh();
      context.written.set(unique, arg.name);
      names.add(arg.name, unique, "argument");
      return variable(unique, arg.loc);
    }
    case "array":
      return { ...arg, items: arg.items.map(inner) };
    case "ref":
      return { ...arg, terms: arg.terms.map(inner) };
    case "object":
      return objectTerm(
        arg.entries.map(([key, value]) => [key, inner(value)] as const),
        arg.loc,
      );
    case "call":
      errors.push({ code: "rego_compile_error", message: "rule arguments cannot contain calls", location: arg.loc });
      return arg;
    default:
      return arg;
  }
}

function rewriteClause(
  clause: Rule,
  names: LocalNames,
  unusedArgs: Set<string>,
  context: LocalsContext,
  found: LocalsErrors,
): LocalNames {
  const { head } = clause;
  const hasVariables = headTerms(clause).some(({ kind }) => kind !== "scalar");
  const used = new Set<string>();
  if (hasVariables) {
    if (mayHaveClosures(clause)) rewriteClosuresOfHead(clause, context, found);
    variablesOfTerms(head.ref.slice(1), nothing, used);
    if (head.key !== undefined) collect(head.key, nothing, (name) => used.add(name));
    if (head.value !== undefined) {
      for (const name of variablesOf(head.value, nothing)) {
        used.add(name);
        unusedArgs.delete(name);
      }
    }
  }
  if (clause.features.builtinNames) renameShadowingBuiltins(clause, names, context);
  const rewriter = new LocalsRewriter(context, names);
  clause.body = rewriter.body(clause.body, used);
  found.errors.push(...rewriter.errors);
  found.unused.push(...rewriter.unused);
  if (hasVariables) renameHead(clause, names);
  return names;
}

function mayHaveClosures({ features, head }: Rule): boolean {
  return features.comprehensions || features.templates || !head.args.every(({ kind }) => kind === "var");
}

function headTerms({ head: { ref, args, key, value } }: Rule): Term[] {
  return [...args, ...(key === undefined ? [] : [key]), ...(value === undefined ? [] : [value]), ...ref.slice(1)];
}

/** Comprehensions and templates in a head have their own scopes, and nothing of the body's. */
function rewriteClosuresOfHead({ head }: Rule, context: LocalsContext, found: LocalsErrors): void {
  visitHead(head, (node) => {
    if (node.kind === "expr" || node.kind === "with") return false;
    if (!isComprehension(node) && node.kind !== "template") return false;
    const rewriter = new LocalsRewriter(context, new LocalNames());
    if (node.kind === "template") rewriter.uses.template(node);
    else rewriter.uses.comprehension(node);
    found.errors.push(...rewriter.errors);
    found.unused.push(...rewriter.unused);
    return true;
  });
}

/** A variable with the name of a built-in is told apart from it by a name of its own, if the body binds it. */
function renameShadowingBuiltins({ body }: Rule, names: LocalNames, context: LocalsContext): void {
  const shadowing = new Set<string>();
  for (const expr of body) {
    collect(expr, ofExpression, (name) => {
      if (context.builtins.typeOf(name) !== undefined) shadowing.add(name);
    });
  }
  if (shadowing.size === 0) return;
  const left = namesLeftAlone(body);
  for (const name of [...shadowing].toSorted(compareStrings)) {
    if (left.has(name) || names.find(name) !== undefined) continue;
    const unique = context.names.fresh();
    context.written.set(unique, name);
    names.add(name, unique, "seen");
  }
}

/** Names that are declared, or that stand in a `with`, where they may be functions. */
function namesLeftAlone(body: Body): Set<string> {
  const left = new Set<string>();
  for (const expr of body) declaredIn(expr, left);
  visitBody(body, (node) => {
    if (node.kind !== "with") return false;
    for (const part of [node.target, node.value]) collect(part, { callHeads: true }, (name) => left.add(name));
    return true;
  });
  return left;
}

/** Variables of the head that the body declares. */
function renameHead({ head }: Rule, names: LocalNames): void {
  const replace = (name: string): string | undefined => names.innermost.names.get(name)?.unique;
  const renamed = (term: Term): Term =>
    some(term, (node) => isReplaced(node, replace)) ? withNames(term, replace) : term;
  head.args = head.args.map(renamed);
  head.ref = head.ref.map((part, i) => (i === 0 ? part : renamed(part)));
  if (head.key !== undefined) head.key = renamed(head.key);
  if (head.value !== undefined) head.value = renamed(head.value);
}

function isReplaced(node: TreeNode, replace: (name: string) => string | undefined): boolean {
  return node.kind === "var" && replace(node.name) !== undefined;
}
