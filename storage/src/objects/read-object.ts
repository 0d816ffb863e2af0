import type { Cause } from "../api/status.ts";
import { badRequest, invalid } from "../api/status.ts";
import { apiVersion, type Kind } from "../kinds/kind.ts";
import { type Findings, pathText, type ReadMessage, readMessage } from "../schema/read-message.ts";
import { isObject } from "./merge-patch.ts";
import { type ApiObject, Metadata } from "./metadata.ts";

export type FieldValidation = "Ignore" | "Warn" | "Strict";

/** An object as the server understands it, and what it does not understand of what was sent. */
export type ReadObject = { object: ApiObject; warnings: string[] };

/**
 * Turns a parsed body into an object of the kind: unknown fields are dropped, and reported or refused as
 * `fieldValidation` says (Kubernetes API Concepts, "Validation for unrecognized or duplicate fields").
 *
 * @throws StatusError 400 for another kind and for strict mode, 422 for fields of the wrong type.
 */
export function readObject(kind: Kind, body: unknown, validation: FieldValidation): ReadObject {
  if (!isObject(body)) throw badRequest("the body of the request is no object");
  checkType(kind, body);
  const metadata = Metadata.safeParse(body.metadata ?? {});
  const { read, findings } = readFields(kind, body);
  if (!metadata.success || findings.wrong.length > 0) {
    const causes = findings.wrong.map(({ path, message, reason }) => invalidValue(path, message, reason));
    throw invalid(kind, nameOf(body), [...(metadata.success ? [] : causesOf(metadata.error.issues)), ...causes]);
  }
  const object: ApiObject = { ...read, metadata: metadata.data };
  const warnings = validation === "Ignore" ? [] : warningsOf(body.metadata, object, findings);
  if (validation === "Strict" && warnings.length > 0) throw badRequest(`strict decoding error: ${warnings.join(", ")}`);
  return { object, warnings };
}

type Fields = Record<string, unknown>;

/** Everything besides type and metadata, as the kind's table has it. */
function readFields({ message }: Kind, body: Fields): ReadMessage {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...fields } = body;
  return message ? readMessage(message, fields) : { read: fields, findings: { unknown: [], wrong: [] } };
}

function warningsOf(sent: unknown, { metadata }: ApiObject, { unknown }: Findings): string[] {
  const inMetadata = isObject(sent) ? unknownFields(sent, metadata, "metadata") : [];
  return [...inMetadata, ...unknown].map((path) => `unknown field "${path}"`);
}

/** The part of an object that is applied: only its type and metadata are looked at, the rest when it is complete. */
export function readPartialObject(kind: Kind, body: unknown): ApiObject {
  if (!isObject(body)) throw badRequest("the body of the request is no object");
  checkType(kind, body);
  const metadata = Metadata.safeParse(body.metadata ?? {});
  if (!metadata.success) {
    throw invalid(kind, nameOf(body), causesOf(metadata.error.issues));
  }
  return { ...body, metadata: metadata.data };
}

/** What an object does not say of itself is what the URL says. */
function checkType(kind: Kind, body: Record<string, unknown>): void {
  const [version, name] = [word(body.apiVersion, apiVersion(kind)), word(body.kind, kind.kind)];
  if (version !== apiVersion(kind)) {
    const expected = `does not match the expected API version (${apiVersion(kind)})`;
    throw badRequest(`the API version in the data (${version}) ${expected}`);
  }
  if (name !== kind.kind) throw badRequest(`the object provided is a ${name}, expected a ${kind.kind}`);
}

function word(value: unknown, absent: string): string {
  return value === undefined ? absent : typeof value === "string" ? value : JSON.stringify(value);
}

/** Whether something was sent that was not understood. Most objects have nothing: paths are made for the others only. */
function hasUnknown(sent: unknown, understood: unknown): boolean {
  if (typeof sent !== "object" || sent === null || typeof understood !== "object" || understood === null) return false;
  for (const key in sent) {
    const [value, known] = [(sent as Fields)[key], (understood as Fields)[key]];
    if (known === undefined ? isUnknown(value, understood, key) : hasUnknown(value, known)) return true;
  }
  return false;
}

/** `null` is how clients written in Go say nothing. */
function isUnknown(value: unknown, understood: object, key: string): boolean {
  return value !== null && value !== undefined && !Object.hasOwn(understood, key);
}

/** Paths of fields that are in what was sent but not in what was understood. */
function unknownFields(sent: unknown, understood: unknown, path = ""): string[] {
  if (!hasUnknown(sent, understood)) return [];
  if (Array.isArray(sent)) {
    return sent.flatMap((item, index) => unknownFields(item, (understood as unknown[])[index], `${path}[${index}]`));
  }
  return Object.entries(sent as Fields).flatMap(([key, value]) => {
    const below = path === "" ? key : `${path}.${key}`;
    if (isUnknown(value, understood as object, key)) return [below];
    return unknownFields(value, (understood as Fields)[key], below);
  });
}

/** Of metadata. */
function causesOf(issues: { path: PropertyKey[]; message: string }[]): Cause[] {
  return issues
    .slice(0, 20)
    .map(({ path, message }) => invalidValue(pathText(["metadata", ...path]), metadataProblem(message)));
}

/** zod's sentences without their beginning; what is absent and may not be has a sentence of Kubernetes' own. */
function metadataProblem(message: string): string {
  if (message.endsWith("received undefined") || message.startsWith("Too small")) return '"": must not be empty';
  return message.replace(/^Invalid input: /, "");
}

function invalidValue(field: string, message: string, reason = "FieldValueTypeInvalid"): Cause {
  return { reason, message: `Invalid value: ${message}`, field };
}

function nameOf({ metadata }: Record<string, unknown>): string {
  return isObject(metadata) && typeof metadata.name === "string" ? metadata.name : "";
}
