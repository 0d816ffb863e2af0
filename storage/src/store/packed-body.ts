import { isMarkedAsUntransferable } from "node:worker_threads";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Change, Revision } from "./store.ts";

/** Below this many characters compressing a body costs more than it saves. */
export const compressFrom = 16_384;

/** Level 3, which is the default, makes a document up to a tenth smaller and takes 1.6 times as long. */
const fastest = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Of a frame: as many as say how large its content is. RFC 8878, 3.1.1. */
export const zstdHeadBytes = 18;

/** What zlib makes room for at a time, of which it wants some left over. */
const room = { least: 16_384, spare: 64 };

/** What a body is in memory when it is no text, and how many bytes it has. */
type Packed = { bytes: () => Buffer; size: number };

const packed = new WeakMap<Revision, Packed & { text: () => string }>();

/** A state whose body is zstd. It is unpacked for those who look at it: few of those who are told of a large object do. */
export function withPackedBody(state: Omit<Revision, "body">, zstd: Uint8Array): Revision {
  return withBody(state, { bytes: () => unpacked(zstd), size: contentSize(zstd) });
}

/** The state that a change makes. 0: what a dry run says that it would be. */
export function stateOf(change: Change, resourceVersion: number): Revision {
  const { key, type, metadata, body, digest, bytes, compressed } = change;
  const state = { key, type, metadata, digest, resourceVersion };
  if (compressed) return withPackedBody(state, compressed);
  if (!bytes) return { ...state, body };
  return withBody(state, {
    bytes: () => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    size: bytes.length,
  });
}

function withBody(state: Omit<Revision, "body">, body: Packed): Revision {
  const revision = Object.defineProperty({ ...state }, "body", textOfPacked) as Revision;
  let text: string | undefined;
  const textOnce = () => {
    text ??= body.bytes().toString("utf8");
    return text;
  };
  packed.set(revision, { ...body, text: textOnce });
  return revision;
}

/** One getter for all of them: one of its own would keep the bytes of each, docs/reference/storage-traps.md. */
const textOfPacked: PropertyDescriptor & ThisType<Revision> = {
  enumerable: true,
  get() {
    return packed.get(this)?.text();
  },
};

/** The bytes of a body where they are at hand sooner than its text. Of a changed copy of a state they never are. */
export function bodyBytes(revision: Revision): Uint8Array | undefined {
  return packed.get(revision)?.bytes();
}

/** How many they are; 0 where there are none. */
export function bodySize(revision: Revision): number {
  return packed.get(revision)?.size ?? 0;
}

/** What is kept of a large body, or of what waits to be sent. */
export function pack(body: string | Uint8Array): Buffer {
  return zstdCompressSync(body, fastest);
}

/** The bytes of a text from its zstd: with room for all of it at once, which is half of the work. */
export function unpacked(zstd: Uint8Array): Buffer {
  const chunkSize = Math.max(room.least, contentSize(zstd) + room.spare);
  return zstdDecompressSync(zstd, { chunkSize });
}

/**
 * Gives back the memory of what has been unpacked, and of which nobody has a part. Small buffers are parts of Node's pool, which
 * is not given away.
 */
export function releaseUnpacked({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer && !isMarkedAsUntransferable(buffer)) buffer.transfer(0);
}

/** How many bytes are in a frame, from its head; 0 where it is not given. RFC 8878, 3.1.1.1. */
export function contentSize(zstd: Uint8Array): number {
  const head = Buffer.from(zstd.buffer, zstd.byteOffset, Math.min(zstd.byteLength, zstdHeadBytes));
  const descriptor = head[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const at = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  switch (descriptor >> 6) {
    case 0:
      return isSingleSegment ? (head[at] ?? 0) : 0;
    case 1:
      return head.readUInt16LE(at) + 256;
    case 2:
      return head.readUInt32LE(at);
    default:
      return Number(head.readBigUInt64LE(at));
  }
}
