import type * as syntax from "../syntax/ast.ts";
import { argumentNames, declaredNames } from "../tree/declared-names.ts";
import { type Globals, pathTerms } from "../tree/globals.ts";
import type { NameGenerator } from "../tree/names.ts";
import { TermReader } from "../tree/resolve-terms.ts";
import { type Body, type CheckedModule, type Head, isRootName, type Rule, type Term, termExpr } from "../tree/tree.ts";

type Reading = {
  readonly names: NameGenerator;
  readonly globals: Globals;
  readonly addError: (message: string, loc: Term["loc"]) => void;
};

/** A module as the checks work on it. Arguments with the names of the root documents are reported. */
export function readModule(module: syntax.Module, reading: Reading): CheckedModule {
  const { path, imports, loc } = module;
  const read: CheckedModule = {
    name: loc.file,
    path: pathTerms(["data", ...path], loc),
    imports,
    rules: [],
    isV1: module.regoVersion === 1,
    loc,
  };
  for (const rule of module.rules) read.rules.push(readRule(rule, read, reading));
  return read;
}

function readRule(rule: syntax.Rule, module: CheckedModule, reading: Reading): Rule {
  const { head, loc } = rule;
  const { names, globals, addError } = reading;
  const shadowed = (head.args ?? []).map(shadowedRoot).find((name) => name !== undefined);
  if (shadowed !== undefined) addError(`args must not shadow ${shadowed} (use a different variable name)`, loc);
  const reader = new TermReader(names, globals, [argumentNames(head.args ?? []), declaredNames(rule.body)]);
  const { features } = reader;
  return {
    features,
    module,
    isDefault: rule.isDefault,
    head: readHead(head, reader, new TermReader(names, new Map(), [])),
    body: rule.body.length === 0 ? implicitBody(loc) : reader.body(rule.body),
    orElse: rule.orElse === undefined ? undefined : readRule(rule.orElse, module, reading),
    loc,
  };
}

function readHead(head: syntax.Head, reader: TermReader, argReader: TermReader): Head {
  const { name, path, args, contains, value, loc } = head;
  const isSet = contains !== undefined;
  return {
    ref: [{ ...name }, ...path.map((part) => reader.term(part))],
    args: args?.map((arg) => argReader.term(arg)) ?? [],
    key: isSet ? reader.term(contains) : undefined,
    value: isSet ? undefined : value === undefined ? { kind: "scalar", value: true, loc } : reader.term(value),
    loc,
  };
}

function implicitBody(loc: Term["loc"]): Body {
  return [{ ...termExpr({ kind: "scalar", value: true, loc }, loc), generated: true }];
}

/** The name of a root document that an argument, or a part of its pattern, would hide. */
function shadowedRoot(term: syntax.Term): string | undefined {
  switch (term.kind) {
    case "ref":
      return term.path.length === 0 && term.head.kind === "var" && isRootName(term.head.name)
        ? term.head.name
        : undefined;
    case "array":
      return term.items.map(shadowedRoot).find((name) => name !== undefined);
    case "object":
      return term.entries.map(([, value]) => shadowedRoot(value)).find((name) => name !== undefined);
    default:
      return undefined;
  }
}
