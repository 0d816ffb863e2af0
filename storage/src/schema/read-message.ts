import { isAsRead, isOmitted } from "./as-read.ts";
import { fieldsInJson } from "./fields-in-json.ts";
import { type Growth, grow, leastLength } from "./growth.ts";
import { isObject } from "./is-object.ts";
import type { Field, FieldType, Message } from "./message.ts";
import { minimumOf, mismatch } from "./scalar.ts";
import { zeroOf } from "./zero.ts";

/** What was found out while an object was read. Paths as in `spec.controls.C-0001.rules[0].name`. */
export type Findings = {
  unknown: string[];
  wrong: { path: string; message: string; reason: "FieldValueInvalid" | "FieldValueTypeInvalid" }[];
};

export type ReadMessage = { read: Record<string, unknown>; findings: Findings };

/** No more problems than these are told. */
const findingsLimit = 20;

/**
 * The value with the fields of the table in its order: what it does not know is left out and reported, what is missing is
 * filled in as clients written in Go do. An empty list stays one, so that who writes it reads it again. Changes nothing of
 * the value; what need not be made anew is shared with it.
 *
 * @param growth Absent: it may come to anything.
 * @throws OutgrownError
 */
export function readMessage(message: Message, value: unknown, growth?: Growth): ReadMessage {
  const reading: Reading = { at: [], findings: { unknown: [], wrong: [] }, growth };
  return { read: object(message, value, reading), findings: reading.findings };
}

/** `at`: where the reader is. Only what is reported makes a path of it. */
type Reading = { at: (string | number)[]; findings: Findings; growth: Growth | undefined };

function object(message: Message, value: unknown, reading: Reading): Record<string, unknown> {
  if (isAsRead(message, value)) return value;
  if (!isObject(value)) {
    wrong(reading, "object", value);
    return {};
  }
  const fields = fieldsInJson(message);
  if (isInOrder(fields, value)) return readInOrder(fields, value, reading);
  const result: Record<string, unknown> = {};
  let known = 0;
  for (const field of fields) {
    const given = value[field.name];
    if (given !== undefined) known += 1;
    const read = readField(field, given, reading);
    if (read !== undefined) result[field.name] = read;
  }
  // Most objects have nothing unknown: only the others are looked at name by name.
  if (known !== Object.keys(value).length) noteUnknown(message, value, reading);
  return result;
}

/** Whether it has the fields of the table, in its order, and none that would have to be filled in: programs write it so. */
function isInOrder(fields: Field[], value: Record<string, unknown>): boolean {
  let at = 0;
  for (const key in value) {
    while (fields[at]?.name !== key) {
      if (!mayBeAbsent(fields[at])) return false;
      at += 1;
    }
    at += 1;
  }
  return fields.slice(at).every(mayBeAbsent);
}

function mayBeAbsent(field: Field | undefined): boolean {
  return field !== undefined && isOmitted(field);
}

/** Copied only where a field of it is to be another. */
function readInOrder(fields: Field[], value: Record<string, unknown>, reading: Reading): Record<string, unknown> {
  let result = value;
  let at = 0;
  for (const key in value) {
    while (fields[at]?.name !== key) at += 1;
    const read = readField(fields[at] as Field, value[key], reading);
    if (read === value[key]) continue;
    if (result === value) result = { ...value };
    if (read === undefined) delete result[key];
    else result[key] = read;
  }
  return result;
}

function readField(field: Field, given: unknown, reading: Reading): unknown {
  const { type, name } = field;
  if (given === undefined || (given === null && type.is !== "raw")) return zeroOf(field);
  if (typeof given === "string" && type.is === "string") return given;
  reading.at.push(name);
  const read = readValue(type, given, reading);
  reading.at.pop();
  return read;
}

function readValue(type: FieldType, value: unknown, reading: Reading): unknown {
  switch (type.is) {
    case "message":
      return typeof value === "string" && type.ofText ? type.ofText(value) : object(type, value, reading);
    case "list":
      return readList(type.of, type.orOne && typeof value === "string" ? [value] : value, reading);
    case "map":
      return readMap(type.of, value, reading);
    case "raw":
    case "fieldsV1":
      return value;
    default: {
      const expected = mismatch(type, value);
      if (expected !== undefined) wrong(reading, expected, value);
      else checkMinimum(type, value, reading);
      return value;
    }
  }
}

function readList(of: FieldType, value: unknown, reading: Reading): unknown {
  if (!Array.isArray(value)) return wrong(reading, "array", value);
  let result: unknown[] = value;
  for (let index = 0; index < value.length; index += 1) {
    reading.at.push(index);
    const read = readItem(of, value[index], reading);
    reading.at.pop();
    if (read === value[index]) continue;
    if (result === value) result = [...(value as unknown[])];
    result[index] = read;
  }
  return result;
}

function readMap(of: FieldType, value: unknown, reading: Reading): unknown {
  if (!isObject(value)) return wrong(reading, "object", value);
  let result = value;
  for (const key in value) {
    if (key === "__proto__") continue;
    reading.at.push(key);
    const read = readItem(of, value[key], reading);
    reading.at.pop();
    if (read === value[key]) continue;
    if (result === value) result = { ...value };
    result[key] = read;
  }
  // Whoever assigned it later would change a prototype.
  if (!Object.hasOwn(result, "__proto__")) return result;
  const { ["__proto__"]: _dropped, ...rest } = result;
  return rest;
}

/** `null` among the values of a list or map is the zero value. */
function readItem(of: FieldType, item: unknown, reading: Reading): unknown {
  if (reading.growth && of.is === "message") grow(reading.growth, leastLength(of));
  if (item === null && of.is !== "raw") return zeroOf({ type: of, isOptional: false, isPointer: false });
  return readValue(of, item, reading);
}

function checkMinimum(type: FieldType, value: unknown, { at, findings }: Reading): void {
  const minimum = minimumOf(type);
  if (minimum === undefined || (value as number) >= minimum || findings.wrong.length >= findingsLimit) return;
  const path = pathText(at);
  const message = `${String(value)}: ${path} in body should be greater than or equal to ${minimum}`;
  findings.wrong.push({ path, message, reason: "FieldValueInvalid" });
}

/** The sentence is that of kube-apiserver about a custom resource. */
function wrong({ at, findings }: Reading, expected: string, value: unknown): undefined {
  if (findings.wrong.length >= findingsLimit) return;
  const given = JSON.stringify(typeName(value));
  const path = pathText(at);
  const message = `${given}: ${path} in body must be of type ${expected}: ${given}`;
  findings.wrong.push({ path, message, reason: "FieldValueTypeInvalid" });
}

/** What JSON Schema calls it. */
function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function noteUnknown(message: Message, value: Record<string, unknown>, { at, findings }: Reading): void {
  const known = new Set(fieldsInJson(message).map(({ name }) => name));
  for (const key of Object.keys(value)) {
    if (findings.unknown.length >= findingsLimit) return;
    if (!known.has(key) && value[key] !== undefined) findings.unknown.push(pathText([...at, key]));
  }
}

/** As in `spec.containers[0].name`. */
export function pathText(at: readonly PropertyKey[]): string {
  return at.reduce<string>((path, part) => {
    if (typeof part === "number") return `${path}[${part}]`;
    return path === "" ? String(part) : `${path}.${String(part)}`;
  }, "");
}
