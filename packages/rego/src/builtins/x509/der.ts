import { fail } from "../define.ts";

/** Tags of ASN.1's universal types, as their one byte in DER. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag of a field with a number instead of a type: `[0]`. */
export function contextTag(number: number, isConstructed = false): number {
  return 0x80 | (isConstructed ? 0x20 : 0) | number;
}

type Element = { readonly tag: number; readonly whole: Buffer; readonly content: Buffer };

/** Reads DER (ITU-T X.690) element by element. What is not as expected fails with the words given. */
export class Der {
  private rest: Buffer;

  constructor(bytes: Buffer) {
    this.rest = bytes;
  }

  get isEmpty(): boolean {
    return this.rest.length === 0;
  }

  /** The tag of the next element; undefined at the end. */
  get nextTag(): number | undefined {
    return this.rest[0];
  }

  any(problem: string): Element {
    const element = elementAt(this.rest) ?? fail(problem);
    this.rest = this.rest.subarray(element.whole.length);
    return element;
  }

  element(tag: number, problem: string): Element {
    const element = this.any(problem);
    return element.tag === tag ? element : fail(problem);
  }

  content(tag: number, problem: string): Buffer {
    return this.element(tag, problem).content;
  }

  inside(tag: number, problem: string): Der {
    return new Der(this.content(tag, problem));
  }

  /** The element if it is the next one. */
  optional(tag: number, problem: string): Der | undefined {
    return this.nextTag === tag ? this.inside(tag, problem) : undefined;
  }

  integer(problem: string): bigint {
    return integerOf(this.content(tags.integer, problem)) ?? fail(problem);
  }

  boolean(problem: string): boolean {
    const content = this.content(tags.boolean, problem);
    if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) fail(problem);
    return content[0] === 0xff;
  }

  oid(problem: string): readonly number[] {
    return oidOf(this.content(tags.oid, problem)) ?? fail(problem);
  }

  /** A bit string whose bits fill whole bytes, as keys and signatures do, moved to the right otherwise. */
  bits(problem: string): Buffer {
    const content = this.content(tags.bitString, problem);
    const unused = content[0] ?? fail(problem);
    if (unused > 7 || (content.length === 1 && unused > 0)) fail(problem);
    const bytes = content.subarray(1);
    if (unused === 0) return bytes;
    return Buffer.from(bytes.map((byte, i) => ((byte >> unused) | ((bytes[i - 1] ?? 0) << (8 - unused))) & 0xff));
  }
}

/** Lengths in their shortest form only, and tags of one byte. */
function elementAt(bytes: Buffer): Element | undefined {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4 || bytes.length < 2 + lengthBytes) return undefined;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes);
  if (lengthBytes > 0 && (length < 0x80 || length < 256 ** (lengthBytes - 1))) return undefined;
  const start = 2 + lengthBytes;
  if (bytes.length < start + length) return undefined;
  return { tag, whole: bytes.subarray(0, start + length), content: bytes.subarray(start, start + length) };
}

export function integerOf(content: Buffer): bigint | undefined {
  if (content.length === 0) return undefined;
  const [first = 0, second = 0] = content;
  const isPadded = content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (isPadded) return undefined;
  const unsigned = BigInt(`0x${content.toString("hex")}`);
  return BigInt.asIntN(content.length * 8, unsigned);
}

function oidOf(content: Buffer): number[] | undefined {
  const groups = groupsOf(content);
  const [first, ...rest] = groups ?? [];
  if (first === undefined) return undefined;
  return first < 80 ? [Math.floor(first / 40), first % 40, ...rest] : [2, first - 80, ...rest];
}

/** Numbers of seven bits a byte, of which all but the last have the eighth bit set. */
function groupsOf(content: Buffer): number[] | undefined {
  const groups: number[] = [];
  let value = 0;
  for (const byte of content) {
    if (value === 0 && byte === 0x80) return undefined;
    value = value * 128 + (byte & 0x7f);
    if (value > 0x7fff_ffff) return undefined;
    if (byte >= 0x80) continue;
    groups.push(value);
    value = 0;
  }
  return (content.at(-1) ?? 0x80) < 0x80 ? groups : undefined;
}
