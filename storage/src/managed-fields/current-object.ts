import type { Kind } from "../meta/kind.ts";
import { type ApiObject, bodyOf, type Metadata } from "../meta/metadata.ts";
import { isEqual } from "../objects/is-equal.ts";
import { parseMetadata, parseObject, type SentText } from "../objects/object-text.ts";
import { bodyBytes, bodySize } from "../store/packed-body.ts";
import type { Revision } from "../store/store.ts";
import type { Owner } from "./owners.ts";
import { isSoleOwner } from "./sole-owner.ts";

/**
 * An object whose body is to be stored, that body as `JSON.stringify` writes it, and who sends it. `isSketch`: only what `sketchOf`
 * makes of it. `keepsEmpties`: what is empty in the stored object may become part of it.
 */
export type SentBody = { object: ApiObject; text: SentText; owner: Owner; isSketch?: boolean; keepsEmpties?: boolean };

/**
 * The stored object that is to be replaced, parsed as far as it matters to what replaces it. A body that is sent as it is stored
 * is parsed already. Of one that is another for sure, and nobody's but the sender's, it does not matter what it was: then there is
 * none.
 *
 * @param sent Absent: all of it matters.
 * @returns with it what replaces it, parsed as far.
 */
export function currentObject(kind: Kind, revision: Revision, sent: SentBody | undefined): Compared {
  if (!sent) return { current: parseObject(revision) };
  const { object, text } = sent;
  const metadata = parseMetadata(revision);
  if (isBodyOf(revision, text)) return { current: { metadata, ...bodyOf(object) }, sent: object };
  if (!sent.keepsEmpties && isAnother(kind, revision, sent) && isOwn(kind, metadata, sent))
    return { current: { metadata }, sent: object };
  return { current: parseObject(revision), sent: wholeOf(sent) };
}

/** Two states of an object that are compared. `sent`: absent, where it was not given. */
type Compared = { current: ApiObject; sent?: ApiObject };

function wholeOf({ object, text, isSketch }: SentBody): ApiObject {
  if (!isSketch) return object;
  const json = typeof text === "string" ? text : Buffer.from(text).toString();
  return { ...(JSON.parse(`{${json}}`) as Record<string, unknown>), metadata: object.metadata };
}

function isBodyOf(revision: Revision, text: SentText): boolean {
  if (typeof text === "string") return text === revision.body;
  return hasLengthOf(revision, text) && Buffer.compare(bodyBytes(revision) ?? Buffer.from(revision.body), text) === 0;
}

/** In characters of texts, and in bytes of bytes, which are not unpacked for it. */
function hasLengthOf(revision: Revision, text: SentText): boolean {
  if (typeof text === "string") return text.length === revision.body.length;
  return text.length === (bodySize(revision) || Buffer.byteLength(revision.body));
}

/** Equal bodies have texts of one length, and one digest. */
function isAnother(kind: Kind, revision: Revision, { text, object }: SentBody): boolean {
  return !hasLengthOf(revision, text) || !isEqual(revision.digest, kind.digest?.(object));
}

function isOwn(kind: Kind, { managedFields }: Metadata, { object, owner }: SentBody): boolean {
  return isSoleOwner(kind, object, object.metadata.managedFields ?? managedFields, owner);
}
