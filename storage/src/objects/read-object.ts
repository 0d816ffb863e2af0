import type { Cause } from "../meta/cause.ts";
import { apiVersion, type Kind } from "../meta/kind.ts";
import type { ApiObject } from "../meta/metadata.ts";
import { badRequest, invalid, type StatusError } from "../meta/status.ts";
import type { Growth } from "../schema/growth.ts";
import { isObject } from "../schema/is-object.ts";
import { type Findings, type ReadMessage, readMessage } from "../schema/read-message.ts";
import { readMetadata, undecodable } from "./read-metadata.ts";
import type { Sketch } from "./sketch.ts";

export type FieldValidation = "Ignore" | "Warn" | "Strict";

/**
 * An object as the server understands it, and what it does not understand of what was sent. `isAsSent`: besides its metadata
 * it is what was sent, field by field.
 */
export type ReadObject = { object: ApiObject; warnings: string[]; isAsSent: boolean };

/**
 * `repeated`: what was found in the body more than once. `refused`: how strict mode says what is wrong. `growth`: what the object
 * may come to; absent: anything.
 */
type Reading = { repeated?: string[]; refused?: (kind: Kind, why: string) => StatusError; growth?: Growth };

/**
 * Turns a parsed body into an object of the kind: unknown fields are dropped, and reported or refused as
 * `fieldValidation` says (Kubernetes API Concepts, "Validation for unrecognized or duplicate fields").
 *
 * @throws StatusError 400 for another kind and for strict mode, 422 for fields of the wrong type. OutgrownError.
 */
export function readObject(
  kind: Kind,
  body: unknown,
  validation: FieldValidation,
  { repeated = [], refused = undecodable, growth }: Reading = {},
): ReadObject {
  if (!isObject(body)) throw badRequest("the body of the request is no object");
  checkType(kind, body);
  const metadata = readMetadata(kind, body.metadata);
  const { read, findings, isAsSent } = readFields(kind, body, growth);
  if (findings.wrong.length > 0) throw invalid(kind, nameOf(body), findings.wrong.map(causeOf));
  const object: ApiObject = { ...read, metadata };
  if (validation === "Ignore") return { object, warnings: [], isAsSent };
  const warnings = [...repeated, ...warningsOf(body.metadata, object, findings)];
  return { object, warnings: allowedWarnings(kind, warnings, validation, refused), isAsSent };
}

/** The same of an object of whose body nothing more has to be understood. @throws StatusError 400. */
export function readSketch(
  kind: Kind,
  { metadata: sent, body }: Sketch,
  validation: FieldValidation,
): Pick<ReadObject, "object" | "warnings"> {
  const object: ApiObject = { ...body, metadata: readMetadata(kind, sent) };
  if (validation === "Ignore") return { object, warnings: [] };
  const warnings = warningsOf(sent, object, { unknown: [] });
  return { object, warnings: allowedWarnings(kind, warnings, validation) };
}

/** What is said of a body that is taken. @throws StatusError 400 in strict mode, where nothing may be said of it. */
export function allowedWarnings(
  kind: Kind,
  warnings: string[],
  validation: FieldValidation,
  refused: NonNullable<Reading["refused"]> = undecodable,
): string[] {
  if (validation === "Ignore") return [];
  if (validation === "Warn" || warnings.length === 0) return warnings;
  throw refused(kind, `strict decoding error: ${warnings.join(", ")}`);
}

type Fields = Record<string, unknown>;

/** Everything besides type and metadata, as the kind's table has it. */
function readFields({ message }: Kind, body: Fields, growth?: Growth): ReadMessage & { isAsSent: boolean } {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...fields } = body;
  if (!message) return { read: fields, findings: { unknown: [], wrong: [] }, isAsSent: true };
  const { read, findings } = readMessage(message, fields, growth);
  return { read, findings, isAsSent: read === fields };
}

function warningsOf(sent: unknown, { metadata }: ApiObject, { unknown }: Pick<Findings, "unknown">): string[] {
  const inMetadata = isObject(sent) ? unknownFields(sent, metadata, "metadata") : [];
  return [...inMetadata, ...unknown].toSorted().map((path) => `unknown field "${path}"`);
}

/** The part of an object that is applied: only its type and metadata are looked at, the rest when it is complete. */
export function readPartialObject(kind: Kind, body: unknown): ApiObject {
  if (!isObject(body)) throw badRequest("the body of the request is no object");
  checkType(kind, body);
  return { ...body, metadata: readMetadata(kind, body.metadata) };
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
    const value = (sent as Fields)[key];
    // All objects of JavaScript have fields such as `constructor`.
    const known = Object.hasOwn(understood, key) ? (understood as Fields)[key] : undefined;
    if (known === undefined ? isUnknown(value, understood, key) : hasUnknown(value, known)) return true;
  }
  return false;
}

function isUnknown(value: unknown, understood: object, key: string): boolean {
  return value !== undefined && !Object.hasOwn(understood, key);
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

function causeOf({ path, message, reason }: Findings["wrong"][number]): Cause {
  return { reason, message: `Invalid value: ${message}`, field: path };
}

function nameOf({ metadata }: Record<string, unknown>): string {
  return isObject(metadata) && typeof metadata.name === "string" ? metadata.name : "";
}
