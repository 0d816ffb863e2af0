import { descend } from "../analyse/program.ts";
import { isDocument } from "../analyse/variables.ts";
import type { RefTerm, ScalarTerm, Term } from "../syntax/ast.ts";
import { isPlainName } from "./plain-names.ts";
import { declare, declareDefined, listing, openLoop, requireDefined, type Site } from "./site.ts";

/** `head[operand]…`: what it stands for, looping over what its unbound operands range over. */
export function refValue(site: Site, ref: RefTerm): string {
  if (isDocument(ref.head) && ref.head.kind === "var") {
    return ref.head.name === "data"
      ? dataValue(site, ref)
      : follow(site, `${site.context}.input`, ref.path, ref.path.length === 0);
  }
  const head = site.unit.emit.term(site, ref.head);
  return follow(site, head, ref.path, false);
}

/** Rules are found when compiling, as far as the path is constant; the rest of the path is walked in their value. */
function dataValue(site: Site, ref: RefTerm): string {
  const constants = constantPrefix(ref.path);
  const { node, depth } = descend(site.unit.program.root, constants);
  const rest = ref.path.slice(depth);
  if (node.group !== undefined) {
    const value = declareDefined(site, `${site.unit.ruleName(node.group)}(${site.context})`);
    return follow(site, value, rest, false);
  }
  const isElsewhere = depth < constants.length || (node.children.size === 0 && rest.length > 0);
  if (isElsewhere) return follow(site, `${site.context}.data`, ref.path, true, "baseMember");
  return followDocument(site, `documentAt(${site.context}, ${site.unit.nodeName(node)})`, rest);
}

function constantPrefix(path: readonly Term[]): string[] {
  const constants: string[] = [];
  for (const part of path) {
    if (part.kind !== "scalar" || typeof part.value !== "string") break;
    constants.push(part.value);
  }
  return constants;
}

/** Walks a path in a value. Runs of constant keys become one optional chain. */
function follow(
  site: Site,
  head: string,
  path: readonly Term[],
  mayBeUndefined: boolean,
  memberFunction: "member" | "baseMember" = "member",
): string {
  let value = head;
  let isDefined = !mayBeUndefined;
  // The head may be an expression; what is found on the way has a name.
  if (path.length === 0) return isDefined ? value : declareDefined(site, value);
  for (let i = 0; i < path.length; ) {
    const operand = path[i] as Term;
    const names = plainRun(path.slice(i));
    isDefined = names.length === 0 && isOpen(site, operand);
    if (names.length > 0) value = plainMember(site, value, names);
    else if (isDefined) value = loopOver(site, value, operand);
    else value = declare(site, `${memberFunction}(${value}, ${site.unit.emit.term(site, operand)})`);
    i += Math.max(1, names.length);
  }
  return isDefined ? value : requireDefined(site, value);
}

/** The constant keys at the start of a path that can be read as properties. */
function plainRun(path: readonly Term[]): string[] {
  const end = path.findIndex(
    (part) => part.kind !== "scalar" || typeof part.value !== "string" || !isPlainName(part.value),
  );
  return (end < 0 ? path : path.slice(0, end)).map((part) => (part as ScalarTerm).value as string);
}

/** One optional chain; only where it finds nothing is the slower walk asked, which knows sets. */
function plainMember(site: Site, value: string, names: readonly string[]): string {
  const { code } = site.unit;
  const found = code.fresh("t");
  const chain = names.map((name) => `?.[${code.string(name)}]`).join("");
  const path = code.constant("k", `[${names.map((name) => code.string(name)).join(", ")}]`);
  code.push(
    `let ${found} = ${value}${chain};`,
    `if (${found} === undefined) ${found} = plainDeepMember(${value}, ${path});`,
  );
  return found;
}

/** Whether an operand has variables to be bound by what the ref ranges over. */
function isOpen(site: Site, operand: Term): boolean {
  switch (operand.kind) {
    case "var":
      return !site.bound.has(operand.name);
    case "array":
      return operand.items.some((item) => isOpen(site, item));
    case "object":
      return operand.entries.some(([, value]) => isOpen(site, value));
    default:
      return false;
  }
}

function loopOver(site: Site, collection: string, operand: Term): string {
  const { code } = site.unit;
  const base = declare(site, collection);
  const list = declare(site, `${listing(site).values}(${base})`);
  const i = code.fresh("i");
  const isUnnamed = operand.kind === "var" && operand.name.startsWith("$");
  const keys = isUnnamed ? "" : declare(site, `${listing(site).keys}(${base})`);
  openLoop(site, `let ${i} = 0; ${i} < ${list}.length; ${i}++`);
  const value = declare(site, `${list}[${i}]`);
  if (!isUnnamed) site.unit.emit.match(site, operand, declare(site, `${keys} === null ? ${i} : ${keys}[${i}]`));
  return value;
}

/** Walks a path through a place under `data` whose rules are known only when it runs. */
function followDocument(site: Site, head: string, path: readonly Term[]): string {
  let found = declareDefined(site, head);
  for (const operand of path) {
    if (isOpen(site, operand)) {
      const keys = declare(site, `stepKeys(${found})`);
      const i = site.unit.code.fresh("i");
      openLoop(site, `let ${i} = 0; ${i} < ${keys}.length; ${i}++`);
      const key = declare(site, `${keys}[${i}]`);
      site.unit.emit.match(site, operand, key);
      found = declareDefined(site, `step(${found}, ${key})`);
    } else found = declareDefined(site, `step(${found}, ${site.unit.emit.term(site, operand)})`);
  }
  return declareDefined(site, `settled(${found})`);
}
