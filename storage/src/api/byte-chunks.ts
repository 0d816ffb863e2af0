/** Texts and bytes one behind the other in chunks, which are written as they go out: nothing is joined before. */
export type ByteChunks = {
  put(piece: string | Uint8Array): void;
  /** The chunks that are full by now. */
  full(): Uint8Array[];
  /** What is left. */
  rest(): Uint8Array[];
};

/** The most that a character takes: UTF-8 has four bytes for what a string has as two characters. */
const bytesPerCharacter = 3;

/** @param size Of a chunk, in bytes. Bytes that fill half a chunk or more are one for themselves, and are not copied. */
export function byteChunks(size: number): ByteChunks {
  let done: Uint8Array[] = [];
  let open = Buffer.allocUnsafeSlow(size);
  let at = 0;

  function close(): void {
    if (at > 0) done.push(open.subarray(0, at));
    open = Buffer.allocUnsafeSlow(size);
    at = 0;
  }

  function putText(text: string): void {
    const most = text.length * bytesPerCharacter;
    if (most > size) {
      putBytes(Buffer.from(text));
      return;
    }
    if (at + most > size) close();
    at += open.write(text, at);
  }

  function putBytes(bytes: Uint8Array): void {
    if (bytes.length * 2 >= size) {
      if (at > 0) close();
      done.push(bytes);
      return;
    }
    if (at + bytes.length > size) close();
    open.set(bytes, at);
    at += bytes.length;
  }

  function full(): Uint8Array[] {
    const chunks = done;
    done = [];
    return chunks;
  }

  return {
    put: (piece) => (typeof piece === "string" ? putText(piece) : putBytes(piece)),
    full,
    rest: () => {
      if (at > 0) done.push(open.subarray(0, at));
      at = size;
      return full();
    },
  };
}
