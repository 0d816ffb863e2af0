import { member } from "../runtime/lookup.ts";
import { keysOf } from "../values/compare.ts";
import { equal } from "../values/equal.ts";
import { isArray, isObject, typeName } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { ObjectBuilder, sizeOf } from "../values/objects.ts";
import { plainText } from "../values/print.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { fail } from "./define.ts";
import { pathOf } from "./json-paths.ts";

/** Pays for members that are copied or compared. */
type Spend = (members: number) => void;

/** Every composite on the way is copied. */
function spendOnPath(document: Value, path: readonly Value[], spend: Spend): void {
  let value: Value | undefined = document;
  for (const part of path) {
    if (value === undefined) return;
    spend(
      1 + (isArray(value) ? value.length : value instanceof RegoSet ? value.size : isObject(value) ? sizeOf(value) : 0),
    );
    value = member(value, isArray(value) && typeof part === "string" ? Number(part) : part);
  }
}

/** RFC 6902, with paths as text or as arrays, and with sets, whose members are their own keys. */
export function applyPatch(document: Value, operations: readonly Value[], spend: Spend): Value {
  return operations.reduce<Value>((current, operation) => {
    if (!isObject(operation)) {
      return fail("must be an array of JSON-Patch objects, but at least one element is not an object");
    }
    const attribute = (name: string): Value => {
      const value = memberOf(operation, name);
      return value === undefined ? fail(`missing required attribute '${name}'`) : value;
    };
    const [written, op] = [attribute("path"), attribute("op")];
    if (typeof op !== "string") return fail(`attribute 'op' must be a string but found: ${typeName(op)}`);
    const path = pathOf(written);
    spendOnPath(current, path, spend);
    return applyOne(current, op, path, attribute);
  }, document);
}

function applyOne(document: Value, op: string, path: readonly Value[], attribute: (name: string) => Value): Value {
  switch (op) {
    case "add":
      return inserted(document, path, attribute("value"));
    case "remove":
      return deleted(document, path);
    case "replace":
      return inserted(deleted(document, path), path, attribute("value"));
    case "move": {
      const from = pathOf(attribute("from"));
      const moved = valueAt(document, from);
      return inserted(deleted(document, from), path, moved);
    }
    case "copy":
      return inserted(document, path, valueAt(document, pathOf(attribute("from"))));
    case "test":
      return equal(valueAt(document, path), attribute("value")) ? document : fail("value from EditTree != patch value");
    default:
      return fail(`unrecognized op: '${op}'`);
  }
}

/** The index that a path part means in an array of the given length; `-` is the place behind the last item. */
function indexIn(part: Value, length: number, last: number): number {
  if (part === "-") return last >= length ? length : fail("index out of range");
  const isIndex =
    typeof part === "number" ? Number.isInteger(part) : typeof part === "string" && /^(0|[1-9]\d*)$/.test(part);
  const index = isIndex ? Number(part) : -1;
  return index < 0 || index > last ? fail(`invalid index ${plainText(part)}`) : index;
}

function childAt(value: Value, part: Value): Value {
  const key = isArray(value) ? indexIn(part, value.length, value.length - 1) : part;
  const child = member(value, key);
  return child === undefined ? fail("path does not exist") : child;
}

function valueAt(document: Value, path: readonly Value[]): Value {
  return path.reduce(childAt, document);
}

function inserted(document: Value, path: readonly Value[], value: Value): Value {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (rest.length > 0) return withChild(document, part, inserted(childAt(document, part), rest, value));
  if (isArray(document)) return document.toSpliced(indexIn(part, document.length, document.length), 0, value);
  if (document instanceof RegoSet) {
    return equal(part, value)
      ? RegoSet.of([...document.values(), value])
      : fail("set key does not equal value to be added");
  }
  if (!isObject(document)) return fail("path does not exist");
  return copyOf(document).set(part, value).build();
}

function deleted(document: Value, path: readonly Value[]): Value {
  const [part, ...rest] = path;
  if (part === undefined) return null;
  const child = childAt(document, part);
  if (rest.length > 0) return withChild(document, part, deleted(child, rest));
  if (isArray(document)) return document.toSpliced(indexIn(part, document.length, document.length - 1), 1);
  if (document instanceof RegoSet) return RegoSet.of([...document.values()].filter((item) => !equal(item, part)));
  return isObject(document) ? copyOf(document, part).build() : fail("path does not exist");
}

function withChild(document: Value, part: Value, child: Value): Value {
  if (isArray(document)) return document.with(indexIn(part, document.length, document.length - 1), child);
  if (document instanceof RegoSet) {
    return RegoSet.of([...document.values()].map((item) => (equal(item, part) ? child : item)));
  }
  return isObject(document) ? copyOf(document).set(part, child).build() : fail("path does not exist");
}

function copyOf(object: Parameters<typeof keysOf>[0], without?: Value): ObjectBuilder {
  const builder = new ObjectBuilder();
  for (const key of keysOf(object)) {
    if (without === undefined || !equal(key, without)) builder.set(key, memberOf(object, key) as Value);
  }
  return builder;
}
