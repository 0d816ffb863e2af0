import type { CompileError } from "../errors.ts";
import type { Module } from "../syntax/ast.ts";
import { type Globals, importedName, isDocumentImport } from "../tree/globals.ts";
import { builtinName, refText, termText } from "../tree/term-text.ts";
import {
  type Body,
  type CheckedModule,
  clausesOf,
  type Import,
  isAssignment,
  isRootName,
  rootDocumentName,
  type Term,
  text,
  variable,
} from "../tree/tree.ts";
import { type TreeNode, visitBody, visitRule } from "../tree/visit.ts";
import { deprecatedBuiltins } from "../types/builtin-types.ts";

/** Imports that nothing in their module uses. */
export function unusedImportErrors({ imports }: Module, globals: Globals): CompileError[] {
  return imports
    .filter((each) => isDocumentImport(each) && globals.get(importedName(each))?.used === false)
    .map((each) => error(`${importText(each)} unused`, each.loc));
}

/** Imports with the name of an earlier one. */
export function duplicateImportErrors({ imports }: CheckedModule): CompileError[] {
  const first = new Map<string, Import>();
  const errors: CompileError[] = [];
  for (const each of imports) {
    const name = importedName(each);
    const known = first.get(name);
    if (known === undefined) first.set(name, each);
    else errors.push(error(`import must not shadow ${importText(known)}`, each.loc));
  }
  return errors;
}

function importText({ path: [root = "", ...rest], alias, loc }: Import): string {
  const path = refText([variable(root, loc), ...rest.map((part) => text(part, loc))]);
  return `import ${path}${alias === undefined ? "" : ` as ${alias}`}`;
}

/** Rules, arguments and variables with the names of the root documents. */
export function rootOverrideErrors(module: CheckedModule): CompileError[] {
  const errors: CompileError[] = [];
  for (const { head, loc } of module.rules) {
    const [name] = head.ref;
    if (name?.kind === "var" && isRootName(name.name)) {
      errors.push(error(`rules must not shadow ${name.name} (use a different rule name)`, loc));
    }
    for (const arg of head.args) {
      const root = rootDocumentName(arg);
      if (root !== undefined)
        errors.push(error(`args must not shadow ${root} (use a different variable name)`, arg.loc));
    }
  }
  for (const clause of clausesOf(module.rules)) {
    if (clause.features.rootAssignments) visitRule(clause, assignmentVisitor(errors));
  }
  return errors;
}

/** Variables of a query with the names of the root documents. */
export function variableOverrideErrors(body: Body): CompileError[] {
  const errors: CompileError[] = [];
  visitBody(body, assignmentVisitor(errors));
  return errors;
}

function assignmentVisitor(errors: CompileError[]): (node: TreeNode) => boolean {
  return (node) => {
    if (node.kind !== "expr" || !isAssignment(node)) return false;
    const name = node.terms[1] === undefined ? "" : termText(node.terms[1]);
    if (isRootName(name))
      errors.push(error(`variables must not shadow ${name} (use a different variable name)`, node.loc));
    return false;
  };
}

/** Calls of built-ins that are kept for old policies only. */
export function deprecatedCallErrors(module: CheckedModule): CompileError[] {
  const errors: CompileError[] = [];
  for (const clause of clausesOf(module.rules)) {
    if (clause.features.oddCalls) visitRule(clause, deprecatedVisitor(errors));
  }
  return errors;
}

export function deprecatedCallErrorsIn(body: Body): CompileError[] {
  const errors: CompileError[] = [];
  visitBody(body, deprecatedVisitor(errors));
  return errors;
}

function deprecatedVisitor(errors: CompileError[]): (node: TreeNode) => boolean {
  return (node) => {
    if (node.kind === "expr" && node.form === "call") addDeprecated(node.terms[0] as Term, node.loc, errors);
    return false;
  };
}

function addDeprecated(operator: Term, location: Term["loc"], errors: CompileError[]): void {
  const name = operator.kind === "ref" ? builtinName(operator.terms) : undefined;
  if (name === undefined || !deprecatedBuiltins.has(name)) return;
  const message = `deprecated built-in function calls in expression: ${name}`;
  errors.push({ code: "rego_type_error", message, location });
}

function error(message: string, location: Term["loc"]): CompileError {
  return { code: "rego_compile_error", message, location };
}
