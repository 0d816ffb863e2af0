import { constants, openSync } from "node:fs";
import { Socket } from "node:net";

/**
 * What comes through a named pipe, which a shell's `<(command)` is as well. Waiting for its writer leaves the process free
 * to take a signal, on which this rejects.
 */
export async function readPipe(file: string, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return await readAll(new Socket({ fd, readable: true, writable: false, signal }), maxBytes);
  } finally {
    signal.throwIfAborted(); // its reason says more than that the reading was broken off
  }
}

/** All of a stream, or a little more than the limit of one that is too long. */
export async function readAll(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    chunks.push(chunk);
    // The caller says what is wrong; reading on would only fill the memory.
    if (size > maxBytes) break;
  }
  return Buffer.concat(chunks);
}
