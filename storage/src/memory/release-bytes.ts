/**
 * Gives back the memory of bytes that nobody reads any more: V8 would find out when it has to look for room. Bytes that share
 * their memory with others stay as they are.
 */
export function releaseBytes({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) buffer.transfer(0);
}
