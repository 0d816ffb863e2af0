import type { Comment, Import, Module, Rule } from "../../syntax/ast.ts";
import { pathTerms } from "../../tree/globals.ts";
import { NameGenerator } from "../../tree/names.ts";
import { TermReader } from "../../tree/resolve-terms.ts";
import { bodyJson, termJson } from "../../tree/tree-json.ts";
import type { PlainObject, Value } from "../../values/value.ts";
import { headJson } from "./head-json.ts";

/**
 * A module of Rego v1 as OPA writes its syntax tree down, without places, METADATA among the comments:
 * https://www.openpolicyagent.org/docs/policy-reference/builtins/rego
 */
export function moduleJson({ path, imports, rules, comments, loc }: Module): Value {
  // Without names of rules and imports to resolve, what the checks read is what OPA's parser makes.
  const reader = new TermReader(new NameGenerator(), new Map(), []);
  return {
    package: { path: pathTerms(["data", ...path], loc).map(termJson) },
    ...(imports.length > 0 && { imports: imports.map(importJson) }),
    ...(rules.length > 0 && { rules: rules.map((rule) => ruleJson(rule, rule, reader)) }),
    ...(comments.length > 0 && { comments: comments.map((comment) => commentJson(comment, loc.file)) }),
  };
}

function importJson({ path, alias, loc }: Import): PlainObject {
  return {
    path: { type: "ref", value: pathTerms(path, loc).map(termJson) },
    ...(alias !== undefined && { alias }),
  };
}

/** `whole`: the rule that an else branch belongs to. */
function ruleJson(rule: Rule, whole: Rule, reader: TermReader): PlainObject {
  const { head, body, isDefault, orElse } = rule;
  return {
    head: headJson(head, whole, reader),
    body: body.length === 0 ? alwaysTrue : bodyJson(reader.body(body)),
    ...(isDefault && { default: true }),
    ...(orElse !== undefined && { else: ruleJson(orElse, whole, reader) }),
  };
}

const alwaysTrue: Value = [{ index: 0, terms: { type: "boolean", value: true }, generated: true }];

/** Go's encoding of bytes is base64. */
function commentJson({ text, row, col }: Comment, file: string): PlainObject {
  return { Text: Buffer.from(text).toString("base64"), Location: { file, row, col } };
}
