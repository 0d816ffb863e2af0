import { releaseBytes } from "../../memory/release-bytes.ts";

/** A piece of memory that is filled, sent, and filled again. */
export type Chunk = { memory: Buffer; length: number };

/** Kept to be filled again: while one is sent the next is filled. */
const kept = 2;

export function contentOf({ memory, length }: Chunk): Buffer {
  return memory.subarray(0, length);
}

/** Texts and bytes one behind the other in chunks: nothing is joined before, and memory is made once for a whole list. */
export type ByteChunks = {
  /** Copies it: the bytes may be given away or changed afterwards. */
  put: (piece: string | Uint8Array) => void;
  /** Bytes that are here: of chunks that are full, and of the last one. */
  length(): number;
  /** The oldest chunk that is full, once. */
  full(): Chunk | undefined;
  /** What is left, as the last chunk. */
  rest(): Chunk;
  /** To be filled again. */
  giveBack(chunk: Chunk): void;
  /** Gives the memory of all that is here back. */
  release(): void;
};

/** The most that a character takes: UTF-8 has four bytes for what a string has as two characters. */
const bytesPerCharacter = 3;

/** @param size Of a chunk, in bytes. */
export function byteChunks(size: number): ByteChunks {
  const done: Chunk[] = [];
  const spare: Chunk[] = [];
  let open = made();

  function made(): Chunk {
    return spare.pop() ?? { memory: Buffer.allocUnsafeSlow(size), length: 0 };
  }

  function close(): void {
    done.push(open);
    open = made();
  }

  function putText(text: string): void {
    if (open.length + text.length * bytesPerCharacter > size) putBytes(Buffer.from(text));
    else open.length += open.memory.write(text, open.length);
  }

  function putBytes(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (open.length === size) close();
      const part = bytes.subarray(at, at + size - open.length);
      open.memory.set(part, open.length);
      open.length += part.length;
      at += part.length;
    }
  }

  return {
    put: (piece) => (typeof piece === "string" ? putText(piece) : putBytes(piece)),
    length: () => done.length * size + open.length,
    full: () => done.shift(),
    rest: () => open,
    giveBack: (chunk) => {
      chunk.length = 0;
      if (spare.length < kept) spare.push(chunk);
      else releaseBytes(chunk.memory);
    },
    release: () => {
      for (const { memory } of [open, ...spare]) releaseBytes(memory);
    },
  };
}
