import { apiVersion, type Kind } from "../meta/kind.ts";
import type { Message } from "../schema/message.ts";
import { literal } from "../schema/pattern.ts";
import { remembered } from "../schema/remembered.ts";
import { bodySketcher } from "./sketch-body.ts";

/**
 * An object with only what the server looks at of its body: which fields there are, as far as they can be owned one by one, and
 * what the digest reads. A map that is owned as a whole is the list of its values. `metadata`: as it was sent. `text`: all of
 * the body, as it is stored.
 */
export type Sketch = { metadata: object; body: Record<string, unknown>; text: string };

type Sketcher = (text: string) => Sketch | undefined;

/**
 * In characters. To match a list takes memory for each of its items until its end is found: that of 25 million characters is more
 * than regular expressions have in V8, which throws.
 */
const longestSketched = 4 * 1024 * 1024;

const short = /^/;

/**
 * What a JSON text says that is an object as programs write it: in the order of the table, nothing missing, no spaces. To find
 * that out, and to make nothing of most of it, takes a quarter of parsing it. `undefined`: it is to be parsed.
 */
export function sketchOf(kind: Kind, text: string): Sketch | undefined {
  const made = sketcherOf(kind)(text);
  forgetMatched();
  return made;
}

/** V8 keeps the text that was matched last, and with each young collection it would become an old one: storage-traps.md. */
function forgetMatched(): void {
  short.test("");
}

/** For kinds of whose body nothing but the digest is made, and that is stored as it is sent. */
const sketcherOf = remembered((kind: Kind): Sketcher => {
  const undecided = () => undefined;
  if (kind.hasStatus || kind.kept || kind.sized || kind.hasChecksum || kind.causes || kind.admit) return undecided;
  if (!kind.message || (kind.digest && !kind.digested)) return undecided;
  return sketcher(kind, kind.message);
});

function sketcher(kind: Kind, message: Message): Sketcher {
  const version = `"apiVersion":"${literal(apiVersion(kind))}"`;
  const word = `"kind":"${kind.kind}"`;
  const head = new RegExp(String.raw`\{(?:${version},${word}|${word},${version}),"metadata":`, "y");
  const sketchBody = bodySketcher(kind, message);
  const bodyBegin = `},"${message.fields[0]?.name}":`;

  return (text) => {
    head.lastIndex = 0;
    if (text.length > longestSketched || !head.test(text)) return undefined;
    const metadataBegin = head.lastIndex;
    // Not within a text, where quotation marks have escapes. Where it ends something inside of the metadata, the braces behind the
    // body are too many.
    const metadataEnd = text.indexOf(bodyBegin, metadataBegin) + 1;
    const body = metadataEnd > 0 ? sketchBody(text, metadataEnd + 1) : undefined;
    if (!body) return undefined;
    const metadata = parsed(text.slice(metadataBegin, metadataEnd));
    return metadata && { metadata, body, text: text.slice(metadataEnd + 1, text.lastIndexOf("}")) };
  };
}

/** Who parses all of the text says what is wrong with it, and knows characters that are written as numbers. */
function parsed(metadata: string): object | undefined {
  if (metadata.includes("\\u")) return undefined;
  try {
    return JSON.parse(metadata) as object;
  } catch {
    return undefined;
  }
}
