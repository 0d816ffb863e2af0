/** One element of a report's `resources` or `results`, as JSON. */
export type Item = { list: "resources" | "results"; text: string };

/** What one request carries. `number` counts from 0. */
export type Chunk = { number: number; isLast: boolean; resources: string[]; results: string[] };

/** A chunk's items together, in bytes of UTF-8. Kubescape's receivers expect chunks of about this size. */
const largestChunkBytes = 2_097_152;

/**
 * Packs items into chunks of at most `limit` bytes; an item that is larger has a chunk of its own. There is always a last
 * chunk, be it empty. Holds one chunk at a time.
 */
export function* chunksOf(items: Iterable<Item>, limit = largestChunkBytes): Generator<Chunk> {
  let open = emptyChunk(0);
  let size = 0;
  for (const { list, text } of items) {
    const bytes = Buffer.byteLength(text);
    if (size > 0 && size + bytes > limit) {
      yield open;
      open = emptyChunk(open.number + 1);
      size = 0;
    }
    open[list].push(text);
    size += bytes;
  }
  yield { ...open, isLast: true };
}

function emptyChunk(number: number): Chunk {
  return { number, isLast: false, resources: [], results: [] };
}
