import type { Kind } from "../meta/kind.ts";
import { type ApiObject, bodyOf } from "../meta/metadata.ts";
import { withChecksum } from "./checksum.ts";
import { bodyText, type WithText } from "./object-text.ts";

/**
 * An object as it is stored, with what the server notes on it.
 *
 * @param sent What it was made of. Where it still has its body, that has its text.
 */
export function stamped(kind: Kind, made: ApiObject, sent?: WithText): WithText {
  const object = kind.sized?.(made) ?? made;
  const text = sent && hasBodyOf(object, sent.object) ? sent.text : undefined;
  if (!kind.hasChecksum) return { object, text };
  const body = text ?? bodyText(object);
  return { object: withChecksum(object, body), text: body };
}

/** Whether the fields of its body are the very ones of the other. */
function hasBodyOf(object: ApiObject, other: ApiObject): boolean {
  const [body, otherBody] = [bodyOf(object), bodyOf(other)];
  const names = Object.keys(body);
  return names.length === Object.keys(otherBody).length && names.every((name) => body[name] === otherBody[name]);
}
