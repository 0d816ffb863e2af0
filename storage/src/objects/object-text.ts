import { apiVersion, type Kind } from "../meta/kind.ts";
import { type ApiObject, bodyOf, type Metadata } from "../meta/metadata.ts";
import { bodyBytes, compressFrom } from "../store/packed-body.ts";
import type { Change, Revision } from "../store/store.ts";
import { checkStoredBytes } from "./stored-bytes.ts";

type Stored = Pick<Revision, "metadata" | "body" | "digest">;

/** The whole object as JSON text, put together from what is stored without parsing it. */
export function objectText(kind: Kind, revision: Revision): string {
  return objectHead(kind, revision) + behind(revision.body);
}

/** The same in pieces, the largest as it comes out of the store. */
export function objectPieces(kind: Kind, revision: Revision): (string | Uint8Array)[] {
  const head = objectHead(kind, revision);
  const bytes = bodyBytes(revision);
  return bytes ? [`${head},`, bytes, "}"] : [head, behind(revision.body)];
}

function objectHead(kind: Kind, revision: Revision): string {
  return `${headOf(kind)}${metadataText(revision)}`;
}

function headOf(kind: Kind): string {
  return `{${typeText(kind)},"metadata":`;
}

/** What stands before and behind the metadata of an object without its body. */
export function aroundMetadataOf(kind: Kind): { head: string; tail: string } {
  return { head: headOf(kind), tail: behind(kind.emptyBody) };
}

function behind(body: string): string {
  return body === "" ? "}" : `,${body}}`;
}

/** The object with an empty body in place of its own. */
export function withoutBody(kind: Kind, revision: Revision): Revision {
  // Not copied whole: a large body that nobody looks at is not unpacked.
  const { key, resourceVersion, type, metadata, digest } = revision;
  return { key, resourceVersion, type, metadata, digest, body: kind.emptyBody };
}

function typeText(kind: Kind): string {
  return `"kind":"${kind.kind}","apiVersion":"${apiVersion(kind)}"`;
}

export function metadataText({ metadata, resourceVersion }: Revision): string {
  // What a dry run would make has none.
  if (resourceVersion === 0) return metadata;
  return `{"resourceVersion":"${resourceVersion}",${metadata.slice(1)}`;
}

export function parseMetadata({ metadata, resourceVersion }: Revision): Metadata {
  return { ...(JSON.parse(metadata) as Metadata), resourceVersion: String(resourceVersion) };
}

/** The object as a client would send it back, without `apiVersion` and `kind`. */
export function parseObject(revision: Revision): ApiObject {
  return { metadata: parseMetadata(revision), ...(JSON.parse(`{${revision.body}}`) as Record<string, unknown>) };
}

/** What the store keeps of an object. */
export function storedForm(kind: Kind, object: ApiObject, body = bodyForm(object)): Stored {
  return { metadata: metadataForm(object.metadata), body, digest: kind.digest?.(object) };
}

function bodyForm(object: ApiObject): string {
  return JSON.stringify(bodyOf(object)).slice(1, -1);
}

/** A body on its way to the store: one to compress is bytes there, as a text it would be copied again and again. */
export type SentText = string | Uint8Array;

export function sentText(body: string): SentText {
  return body.length < compressFrom ? body : Buffer.from(body);
}

/** An object, and its body as a text where there is one already. */
export type WithText = { object: ApiObject; text: SentText | undefined };

export function bodyText(object: ApiObject): SentText {
  return sentText(bodyForm(object));
}

/**
 * What is changed of an object.
 *
 * @throws StatusError 413
 */
export function changedForm(kind: Kind, { object, text }: WithText): Stored & Pick<Change, "bytes"> {
  const body = text ?? bodyText(object);
  if (typeof body === "string") return storedForm(kind, object, body);
  checkStoredBytes(kind, body.length);
  return { ...storedForm(kind, object, ""), bytes: body };
}

/** Metadata as the store keeps it. */
export function metadataForm(metadata: Metadata): string {
  return JSON.stringify({ ...metadata, resourceVersion: undefined });
}
