/**
 * Protobuf that is written from the beginning while a JSON text is read: `at` is how far that has been read, `size` how much is
 * written. `escape`: where the next backslash is, unless that has been read. `depth`: of the messages that it is in.
 */
export type TextOutput = {
  json: Buffer;
  at: number;
  escape: number;
  bytes: Buffer<ArrayBuffer>;
  size: number;
  depth: number;
};

/** A field's tag, and how many bytes the last length behind it had: the next has mostly as many. */
export type Tagged = { readonly tag: number; lengthBytes: number };

/** A tag, a length and a number of 64 bits: all that one value can take more of than its text has characters. */
const spare = 32;

export function textOutput(json: Uint8Array): TextOutput {
  const text = Buffer.from(json.buffer, json.byteOffset, json.length);
  return { json: text, at: 0, escape: -1, bytes: Buffer.allocUnsafe(text.length + spare), size: 0, depth: 0 };
}

/** Before every value: then there is room for it, and for all that is yet to be read, however long its texts are. */
export function makeRoom(output: TextOutput): void {
  const { json, at, bytes, size } = output;
  if (bytes.length - size >= json.length - at + spare) return;
  const larger = Buffer.allocUnsafe(bytes.length + bytes.length / 2 + spare);
  bytes.copy(larger, 0, 0, size);
  output.bytes = larger;
}

export function putVarint(output: TextOutput, value: number): void {
  const { bytes } = output;
  let rest = value;
  while (rest >= 0x80) {
    bytes[output.size++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  bytes[output.size++] = rest;
}

/** Ten bytes. */
export function putNegative(output: TextOutput, value: number): void {
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) output.bytes[output.size++] = Number(rest & 0x7fn) | 0x80;
  output.bytes[output.size++] = Number(rest);
}

/** Leaves room for a length, where what it stands before begins. */
export function beginPart(output: TextOutput, { tag, lengthBytes }: Tagged): number {
  putVarint(output, tag);
  output.size += lengthBytes;
  return output.size;
}

/** Puts the length of what has been put since then. `room`: what was left for it. */
export function endPart(output: TextOutput, tagged: Tagged, begin: number, room: number): void {
  const { bytes, size } = output;
  const length = size - begin;
  const needed = varintLength(length);
  if (needed !== room) {
    bytes.copyWithin(begin + needed - room, begin, size);
    tagged.lengthBytes = needed;
  }
  output.size = begin - room;
  putVarint(output, length);
  output.size += length;
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length += 1;
  return length;
}
