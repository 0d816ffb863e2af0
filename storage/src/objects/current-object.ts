import type { Kind } from "../kinds/kind.ts";
import type { Owner } from "../managed-fields/owners.ts";
import { isSoleOwner } from "../managed-fields/sole-owner.ts";
import type { Revision } from "../store/store.ts";
import { isEqual } from "./is-equal.ts";
import { type ApiObject, bodyOf, type Metadata } from "./metadata.ts";
import { parseMetadata, parseObject } from "./object-text.ts";

/** An object whose body is to be stored, that body as `JSON.stringify` writes it, and who sends it. */
export type SentBody = { object: ApiObject; text: string; owner: Owner };

/**
 * The stored object that is to be replaced, parsed as far as it matters to what replaces it. A body that is sent as it is stored
 * is parsed already. Of one that is another for sure, and nobody's but the sender's, it does not matter what it was: then there is
 * none.
 *
 * @param sent Absent: all of it matters.
 */
export function currentObject(kind: Kind, revision: Revision, sent: SentBody | undefined): ApiObject {
  if (!sent) return parseObject(revision);
  const metadata = parseMetadata(revision);
  if (sent.text === revision.body) return { metadata, ...bodyOf(sent.object) };
  return isAnother(kind, revision, sent) && isOwn(kind, metadata, sent) ? { metadata } : parseObject(revision);
}

/** Equal bodies have texts of one length, and one digest. */
function isAnother(kind: Kind, { body, digest }: Revision, { text, object }: SentBody): boolean {
  return body.length !== text.length || !isEqual(digest, kind.digest?.(object));
}

function isOwn(kind: Kind, { managedFields }: Metadata, { object, owner }: SentBody): boolean {
  return isSoleOwner(kind, object, object.metadata.managedFields ?? managedFields, owner);
}
