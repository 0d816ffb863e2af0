import { keysOf } from "../values/compare.ts";
import { isArray, isNumber, isObject } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { numberText } from "../values/numbers.ts";
import { plainText } from "../values/print.ts";
import type { Value } from "../values/value.ts";
import { fail } from "./define.ts";

/** The actions of Go's text/template that policies use: fields, variables, `range`, `if`, `with`, `else` and `end`. */
type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly path: string }
  | {
      readonly kind: "block";
      readonly word: string;
      readonly names: readonly string[];
      readonly path: string;
      readonly body: Node[];
      readonly orElse: Node[];
    };

type Variables = ReadonlyMap<string, Value | undefined>;
/** Pays for so many characters of the result. */
type Spend = (characters: number) => void;
type Scope = { readonly variables: Variables; readonly spend: Spend };

export function renderTemplate(template: string, data: Value, spend: Spend): string {
  if (template.replace(/\{\{-?[\s\S]*?-?\}\}/g, "").includes("{{")) fail("template: unclosed action");
  const pieces = template.split(/(\{\{-?[\s\S]*?-?\}\})/);
  const position = { at: 0 };
  const nodes = readNodes(pieces, position, []);
  return render(nodes, data, { spend, variables: new Map([["$", data]]) });
}

function actionOf(piece: string): string | undefined {
  return /^\{\{-?([\s\S]*?)-?\}\}$/.exec(piece)?.[1]?.trim();
}

function textOf(pieces: readonly string[], at: number): string {
  let text = pieces[at] as string;
  if (pieces[at - 1]?.endsWith("-}}") === true) text = text.trimStart();
  if (pieces[at + 1]?.startsWith("{{-") === true) text = text.trimEnd();
  return text;
}

/** Reads up to the action that ends the block, which is left unread. */
function readNodes(pieces: readonly string[], position: { at: number }, ends: readonly string[]): Node[] {
  const nodes: Node[] = [];
  while (position.at < pieces.length) {
    const action = actionOf(pieces[position.at] as string);
    if (action === undefined) nodes.push({ kind: "text", text: textOf(pieces, position.at) });
    else if (ends.includes(action)) return nodes;
    else if (/^(range|if|with)\s/.test(action)) {
      position.at += 1;
      nodes.push(readBlock(action, pieces, position));
    } else if (/^[.$][\w.$]*$/.test(action)) nodes.push({ kind: "value", path: action });
    else if (!action.startsWith("/*")) fail(`template: unexpected {{${action}}}`);
    position.at += 1;
  }
  return ends.length === 0 ? nodes : fail("template: unexpected EOF");
}

function readBlock(action: string, pieces: readonly string[], position: { at: number }): Node {
  const match = /^(range|if|with)\s+(?:(\$\w+)(?:\s*,\s*(\$\w+))?\s*:=\s*)?([.$][\w.$]*)$/.exec(action);
  if (match === null) return fail(`template: unexpected {{${action}}}`);
  const [, word = "", first, second, path = ""] = match;
  const body = readNodes(pieces, position, ["end", "else"]);
  let orElse: Node[] = [];
  if (actionOf(pieces[position.at] as string) === "else") {
    position.at += 1;
    orElse = readNodes(pieces, position, ["end"]);
  }
  return { kind: "block", word, names: [first, second].filter((name) => name !== undefined), path, body, orElse };
}

function render(nodes: readonly Node[], dot: Value | undefined, scope: Scope): string {
  return nodes.map((node) => renderNode(node, dot, scope)).join("");
}

function renderNode(node: Node, dot: Value | undefined, scope: Scope): string {
  scope.spend(64);
  if (node.kind === "text") return paid(node.text, scope);
  const value = lookUp(node.path, dot, scope.variables);
  if (node.kind === "value") return paid(shown(value), scope);
  if (!isTruthy(value)) return render(node.orElse, dot, scope);
  if (node.word === "if") return render(node.body, dot, scope);
  if (node.word === "with") return render(node.body, value, bound(scope, node.names, [value]));
  return entriesOf(value as Value)
    .map(([key, item]) =>
      render(node.body, item, bound(scope, node.names, node.names.length === 1 ? [item] : [key, item])),
    )
    .join("");
}

/** What is rendered in each turn of a loop is paid for in each. */
function paid(text: string, { spend }: Scope): string {
  spend(text.length);
  return text;
}

function bound(scope: Scope, names: readonly string[], values: readonly (Value | undefined)[]): Scope {
  const variables = new Map(scope.variables);
  for (const [i, name] of names.entries()) variables.set(name, values[i]);
  return { ...scope, variables };
}

function lookUp(path: string, dot: Value | undefined, variables: Variables): Value | undefined {
  const [head = "", ...fields] = path.split(".");
  let value = head === "" ? dot : variables.get(head);
  for (const field of fields.filter((name) => name !== "")) {
    value = value !== undefined && isObject(value) ? memberOf(value, field) : undefined;
  }
  return value;
}

function isTruthy(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false || value === "" || value === 0) return false;
  return isArray(value) ? value.length > 0 : !isObject(value) || keysOf(value).length > 0;
}

function entriesOf(value: Value): [Value, Value][] {
  if (isArray(value)) return value.map((item, i) => [i, item]);
  return isObject(value) ? keysOf(value).map((key) => [key, memberOf(value, key) as Value]) : [];
}

/** As Go prints values with `%v`. */
function shown(value: Value | undefined): string {
  if (value === undefined || value === null) return "<undefined>";
  if (typeof value === "string") return value;
  if (isNumber(value)) return numberText(value);
  if (isArray(value)) return `[${value.map(shown).join(" ")}]`;
  if (isObject(value))
    return `map[${entriesOf(value)
      .map(([key, item]) => `${shown(key)}:${shown(item)}`)
      .join(" ")}]`;
  return plainText(value);
}
