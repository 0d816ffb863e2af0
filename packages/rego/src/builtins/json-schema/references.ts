import { isArray, isPlainObject } from "../../values/kinds.ts";
import { memberOf } from "../../values/member-of.ts";
import { setOwn } from "../../values/objects.ts";
import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import type { Draft } from "./schema.ts";

type Document = { readonly node: Value; readonly draft: Draft };

/** Members of these hold schemas by name: their own names are no keywords. */
const byName = new Set(["properties", "dependencies", "patternProperties"]);
/** What these hold is meant literally. */
const literal = new Set(["const", "enum"]);

/**
 * The documents that `$ref` can lead to: the schema itself, and the parts of it that have an `$id`. No other document
 * is ever loaded.
 */
export class References {
  private readonly documents = new Map<string, Document>();
  private readonly draft: Draft;

  constructor(draft: Draft) {
    this.draft = draft;
  }

  /** Returns the schema with every `$ref` made absolute, and remembers what has an `$id`. */
  add(root: Value): Value {
    const node = this.absolute(root, "");
    this.documents.set("", { node, draft: this.draft });
    return node;
  }

  find(reference: string): Document {
    const known = this.documents.get(reference);
    if (known !== undefined) return known;
    const [base = "", fragment = ""] = reference.split("#");
    const document = this.documents.get(base);
    if (document !== undefined) return { node: pointedAt(document.node, decodeURI(fragment)), draft: document.draft };
    if (!/^[A-Za-z][A-Za-z0-9+.-]*:(\/\/[^/]|\/\/\/)/.test(reference)) {
      return fail(`Reference ${reference} must be canonical`);
    }
    return fail(`remote reference loading disabled: ${reference}`);
  }

  private absolute(node: Value, base: string): Value {
    if (isArray(node)) return node.map((item) => this.absolute(item, base));
    if (!isPlainObject(node)) return node;
    const id = memberOf(node, Object.hasOwn(node, "id") ? "id" : "$id");
    const scope = typeof id === "string" ? resolved(base, id) : base;
    if (typeof id === "string" && this.documents.has(scope)) fail(`Reference already exists: "${scope}"`);
    const copy: Record<string, Value> = {};
    if (typeof id === "string") this.documents.set(scope, { node: copy, draft: this.draft });
    for (const [name, member] of Object.entries(node)) setOwn(copy, name, this.member(name, member, scope));
    return copy;
  }

  private member(name: string, member: Value, base: string): Value {
    if (name === "$ref" && typeof member === "string") return resolved(base, member);
    if (literal.has(name)) return member;
    if (!byName.has(name)) return this.absolute(member, base);
    if (!isPlainObject(member)) return member;
    const copy: Record<string, Value> = {};
    for (const [key, inner] of Object.entries(member)) setOwn(copy, key, this.absolute(inner, base));
    return copy;
  }
}

/** RFC 3986, section 5.2. A reference to nothing but the document itself is empty. */
function resolved(base: string, reference: string): string {
  const bare = reference.endsWith("#") ? reference.slice(0, -1) : reference;
  if (bare === "") return base.split("#")[0] as string;
  if (bare.startsWith("#")) return `${base.split("#")[0]}${bare}`;
  if (URL.canParse(bare)) return bare;
  if (URL.canParse(bare, base)) return new URL(bare, base).href;
  return bare.startsWith("/") ? bare : `/${bare}`;
}

/** RFC 6901. What is no pointer means the whole document. */
function pointedAt(document: Value, pointer: string): Value {
  if (!pointer.startsWith("/")) return document;
  const parts = pointer.slice(1).split("/");
  return parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")).reduce(partOf, document);
}

function partOf(value: Value, part: string): Value {
  if (isArray(value)) {
    if (!/^\d+$/.test(part)) return fail(`Invalid array index '${part}'`);
    return value[Number(part)] ?? fail(`Out of bound array[0,${value.length}] index '${part}'`);
  }
  if (!isPlainObject(value)) return fail(`Invalid token reference '${part}'`);
  return memberOf(value, part) ?? fail(`Object has no key '${part}'`);
}
