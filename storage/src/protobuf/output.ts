/** Bytes that are written from the end to the beginning: a length is known when what it stands before is written. */
export type Output = { bytes: Buffer<ArrayBuffer>; at: number };

const firstSize = 1024;

/** Up to this many characters a loop is quicker than the encoder. */
const shortText = 32;

export function createOutput(size = firstSize): Output {
  return { bytes: Buffer.allocUnsafe(size), at: size };
}

export function written({ bytes, at }: Output): Buffer<ArrayBuffer> {
  return bytes.subarray(at);
}

/** How many bytes are written, to know later how many more. */
export function sizeOf({ bytes, at }: Output): number {
  return bytes.length - at;
}

export function putVarint(output: Output, value: number): void {
  if (value >= 0 && value < 0x80) {
    const at = before(output, 1);
    output.bytes[at] = value;
    return;
  }
  if (value < 0) {
    putBigVarint(output, BigInt.asUintN(64, BigInt(value)));
    return;
  }
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length += 1;
  let at = before(output, length);
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
    output.bytes[at] = (rest % 0x80) | 0x80;
    at += 1;
  }
  output.bytes[at] = rest;
}

function putBigVarint(output: Output, value: bigint): void {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 0x80n) {
      bytes.push(Number(rest));
      break;
    }
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
  putBytes(output, Uint8Array.from(bytes));
}

export function putDouble(output: Output, value: number): void {
  const at = before(output, 8);
  output.bytes.writeDoubleLE(value, at);
}

export function putFloat(output: Output, value: number): void {
  const at = before(output, 4);
  output.bytes.writeFloatLE(value, at);
}

/** The bytes of a text with their length. */
export function putText(output: Output, text: string): void {
  if (text.length <= shortText && putAscii(output, text)) return;
  const length = Buffer.byteLength(text);
  const at = before(output, length);
  output.bytes.write(text, at, length, "utf8");
  putVarint(output, length);
}

function putAscii(output: Output, text: string): boolean {
  const { length } = text;
  const at = before(output, length);
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) {
      output.at += length;
      return false;
    }
    output.bytes[at + index] = code;
  }
  putVarint(output, length);
  return true;
}

export function putBytes(output: Output, bytes: Uint8Array): void {
  const at = before(output, bytes.length);
  output.bytes.set(bytes, at);
}

/** Where so many bytes have room before what is written. May replace `bytes`, so it is asked first. */
function before(output: Output, length: number): number {
  if (output.at < length) grow(output, length);
  output.at -= length;
  return output.at;
}

function grow(output: Output, length: number): void {
  const used = output.bytes.length - output.at;
  const size = Math.max(output.bytes.length * 2, used + length);
  const bytes = Buffer.allocUnsafe(size);
  output.bytes.copy(bytes, size - used, output.at);
  output.bytes = bytes;
  output.at = size - used;
}
