import type { Head, Rule, Term } from "../../syntax/ast.ts";
import type { TermReader } from "../../tree/resolve-terms.ts";
import { termJson } from "../../tree/tree-json.ts";
import type { PlainObject, Value } from "../../values/value.ts";

/** The head of a rule, or of one of its else branches, which has what it does not say itself of the rule. */
export function headJson(head: Head, whole: Rule, reader: TermReader): Value {
  const { name, path, args, contains, value } = head;
  const read = (term: Term): Value => termJson(reader.term(term));
  const { isNamed, key } = olderForm(whole);
  return {
    ref: [{ type: "var", value: name.name }, ...path.map(read)],
    ...(isNamed && { name: name.name }),
    ...(args !== undefined && { args: args.map(read) }),
    ...(key !== undefined && { key: read(key) }),
    ...(contains === undefined && { value: value === undefined ? trueTerm : read(value) }),
    ...(isAssigned(head, whole.head) && { assign: true }),
  };
}

function isAssigned({ assigned, value }: Head, ofRule: Head): boolean {
  return value === undefined ? ofRule.assigned : assigned;
}

const trueTerm: PlainObject = { type: "boolean", value: true };

/**
 * Besides its ref a head has the name and key that it would have had when names were one word long and a bracket behind
 * them held the key: always the name of one word, and of two parts what depends on how the rule is written.
 */
function olderForm({ head, isDefault, body }: Rule): { isNamed: boolean; key: Term | undefined } {
  const { path, args, contains, value } = head;
  const [part, ...rest] = path;
  if (contains !== undefined) return { isNamed: part === undefined, key: contains };
  if (part === undefined || rest.length > 0 || isDefault) return { isNamed: part === undefined, key: undefined };
  const isFunction = args !== undefined;
  if (body.length === 0) return isFunction ? { isNamed: false, key: undefined } : { isNamed: true, key: part };
  const isKey = !isFunction && (part.kind === "ref" || !isGround(part));
  return { isNamed: value !== undefined, key: isKey ? part : undefined };
}

/** Whether a part of a head holds no variables. What a ref starts with does not count. */
function isGround(term: Term): boolean {
  switch (term.kind) {
    case "scalar":
      return true;
    case "ref":
      return term.path.every(isGround);
    case "call":
      return term.args.every(isGround) && (term.callee.kind !== "ref" || term.callee.path.every(isGround));
    case "array":
    case "set":
      return term.items.every(isGround);
    case "object":
      return term.entries.every((entry) => entry.every(isGround));
    default:
      return false;
  }
}
