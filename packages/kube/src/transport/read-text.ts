import type { Readable } from "node:stream";
import { ConnectionError } from "../api-error.ts";

/** The whole of a body as text. A longer one than `maxBytes` ends the connection: reading on would fill the memory. */
export async function readText(body: Readable, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the stream and with it the connection.
    if (size > maxBytes) throw new ConnectionError("too_large", `the answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size).toString("utf8");
}

/** Reads a body that nobody wants, so that its connection can be used again. One that breaks off or is long takes it along. */
export async function discard(body: Readable, maxBytes: number): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) return;
    }
  } catch {
    // Nothing of it is missed.
  }
}
