import { isConstant, propertyKeyOf } from "../tree/constants.ts";
import { type Comprehension, isRootName, type Term } from "../tree/tree.ts";
import {
  anyType,
  arrayOf,
  booleanType,
  type DynamicProperty,
  nullType,
  numberType,
  objectOf,
  type Property,
  setOf,
  stringType,
  type Type,
  type Unknown,
} from "../types/types.ts";
import { either, isEmptyCollection, selected, valuesOf } from "./combine-types.ts";
import { childAt, emptyTree, extentOf, putType, type TypeTree } from "./type-tree.ts";

/** The types of the variables of a comprehension's body; undefined where the body has errors. */
type TypeBody = (environment: TypeEnvironment, comprehension: Comprehension) => TypeEnvironment | undefined;

/** What is known at a place in a program: types by name and path, inner scopes before outer ones. */
export class TypeEnvironment {
  readonly tree: TypeTree;
  readonly next: TypeEnvironment | undefined;
  /** Where types of variables are kept: here, or outside of what holds for one expression only. */
  private readonly variables: TypeEnvironment;
  private readonly typeBody: TypeBody;
  private changes = 0;

  private constructor(tree: TypeTree, typeBody: TypeBody, next?: TypeEnvironment, variables?: TypeEnvironment) {
    this.tree = tree;
    this.typeBody = typeBody;
    this.next = next;
    this.variables = variables ?? this;
  }

  static root(tree: TypeTree, typeBody: TypeBody): TypeEnvironment {
    return new TypeEnvironment(tree, typeBody);
  }

  inner(): TypeEnvironment {
    return new TypeEnvironment(emptyTree(), this.typeBody, this);
  }

  /** For one expression: other types for documents, while types of variables are learnt for all of the body. */
  forExpression(tree: TypeTree = emptyTree()): TypeEnvironment {
    return new TypeEnvironment(tree, this.typeBody, this, this.variables);
  }

  /** Grows whenever more becomes known here or outside. */
  get version(): number {
    return this.changes + (this.next?.version ?? 0);
  }

  setVariable(name: Term, type: Unknown): void {
    this.variables.changes += 1;
    putType(this.variables.tree, [name], type);
  }

  typeOf(term: Term): Unknown {
    switch (term.kind) {
      case "scalar":
        if (term.value === null) return nullType;
        if (typeof term.value === "boolean") return booleanType;
        return typeof term.value === "string" ? stringType : numberType;
      case "template":
        return stringType;
      case "var":
        return this.typeOfVariable(term);
      case "ref":
        return this.typeOfRef(term.terms);
      case "array":
        return arrayOf(term.items.map((item) => this.typeOf(item)));
      case "set": {
        let of: Unknown;
        for (const item of term.items) of = either(of, this.typeOf(item));
        return setOf(of);
      }
      case "object":
        return this.typeOfObject(term.entries);
      case "call":
        return undefined;
      default:
        return this.typeOfComprehension(term);
    }
  }

  private typeOfVariable(name: Term): Unknown {
    const node = childAt(this.tree, name);
    return node === undefined ? this.next?.typeOfVariable(name) : node.type;
  }

  private typeOfObject(entries: readonly (readonly [Term, Term])[]): Type {
    const properties: Property[] = [];
    let dynamic: DynamicProperty | undefined;
    for (const [key, value] of entries) {
      const property = propertyKeyOf(key);
      if (property !== undefined) properties.push({ key: property, type: this.typeOf(value) });
      else dynamic = { key: this.typeOf(key), value: this.typeOf(value) };
    }
    return objectOf(properties, dynamic);
  }

  private typeOfComprehension(term: Comprehension): Unknown {
    const inner = this.typeBody(this, term);
    if (inner === undefined) return undefined;
    if (term.kind === "object-comprehension") {
      return objectOf([], { key: inner.typeOf(term.key), value: inner.typeOf(term.value) });
    }
    const member = inner.typeOf(term.head);
    return term.kind === "set-comprehension" ? setOf(member) : arrayOf([], member);
  }

  typeOfRef(ref: readonly Term[]): Unknown {
    const [head] = ref as readonly [Term, ...Term[]];
    const node = childAt(this.tree, head);
    return node === undefined ? this.typeFurtherOut(ref) : this.typeBelow(node, ref, 1);
  }

  private typeFurtherOut(ref: readonly Term[]): Unknown {
    if (this.next !== undefined) return this.next.typeOfRef(ref);
    const [head] = ref;
    return head?.kind === "var" && isRootName(head.name) ? anyType : undefined;
  }

  private typeBelow(node: TypeTree, ref: readonly Term[], at: number): Unknown {
    const key = ref[at];
    if (key === undefined) return extentOf(node).type;
    const child = childAt(node, key);
    if (node.type !== undefined) {
      return child === undefined ? selectedBy(node.type, ref, at) : this.typeBelow(child, ref, at + 1);
    }
    if (!isConstant(key)) return findsAnyMember(key) ? selectedBy(extentOf(node).values, ref, at + 1) : undefined;
    return child === undefined ? this.typeFurtherOut(ref) : this.typeBelow(child, ref, at + 1);
  }
}

/** The type of what a ref finds in a value of a type, from one of its parts on. */
function selectedBy(type: Unknown, ref: readonly Term[], from: number): Unknown {
  let found = type;
  for (let at = from; at < ref.length; at++) {
    if (found === undefined) return undefined;
    const key = ref[at] as Term;
    if (findsAnyMember(key)) {
      if (isEmptyCollection(found)) return anyType;
      found = valuesOf(found);
    } else found = selectedByConstant(found, key);
  }
  return found;
}

/** Whether a part of a ref can lead to any member there is. */
function findsAnyMember({ kind }: Term): boolean {
  return kind === "var" || kind === "ref" || kind === "array" || kind === "object" || kind === "set";
}

export function selectedByConstant(type: Unknown, key: Term): Unknown {
  const property = propertyKeyOf(key);
  return property === undefined ? undefined : selected(type, property);
}
