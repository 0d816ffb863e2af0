import { comma, zero } from "../schema/json-bytes.ts";

/** JSON as UTF-8 that is written from the beginning. `depth`: of the messages that it is in. */
export type JsonOutput = { bytes: Buffer<ArrayBuffer>; size: number; depth: number };

/** JSON has no word for other numbers. */
export function putNumber(output: JsonOutput, value: number): boolean {
  return Number.isFinite(value) && putText(output, String(value));
}

export function putJson(output: JsonOutput, value: unknown): boolean {
  return value === undefined || putText(output, JSON.stringify(value));
}

export function putText(output: JsonOutput, text: string): true {
  makeRoom(output, 3 * text.length);
  output.size += output.bytes.write(text, output.size);
  return true;
}

export function putWhole(output: JsonOutput, value: number): true {
  if (value < 0 || value > 9) return putText(output, String(value));
  putByte(output, zero + value);
  return true;
}

export function putBytes(output: JsonOutput, bytes: Buffer): void {
  makeRoom(output, bytes.length);
  const { bytes: to } = output;
  let { size } = output;
  for (let index = 0; index < bytes.length; index += 1) to[size++] = bytes[index] as number;
  output.size = size;
}

export function putByte(output: JsonOutput, byte: number): void {
  makeRoom(output, 1);
  output.bytes[output.size] = byte;
  output.size += 1;
}

/** In place of the comma behind the last. */
export function endList(output: JsonOutput, closing: number): void {
  if (output.bytes[output.size - 1] === comma) output.size -= 1;
  putByte(output, closing);
}

export function makeRoom(output: JsonOutput, length: number): void {
  const { bytes, size } = output;
  if (bytes.length - size >= length) return;
  const larger = Buffer.allocUnsafe(bytes.length + Math.max(bytes.length, length));
  bytes.copy(larger, 0, 0, size);
  output.bytes = larger;
}
