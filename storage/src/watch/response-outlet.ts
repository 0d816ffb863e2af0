import type { ServerResponse } from "node:http";
import type { OpenOutlet } from "./outlet.ts";

/**
 * Node's own response, past web streams: with a hundred watchers of one change their readers cost as much as sending
 * it. Chunks are sent as they have been made, once for all watchers, and those that wait go out in one piece.
 */
export function openResponseOutlet(response: ServerResponse, headers: Record<string, string>): OpenOutlet {
  return ({ drained, gone }) => {
    response.writeHead(200, headers);
    response.flushHeaders();
    // What is written from here on is in chunks already. HTTP/1.0 has none.
    const { chunkedEncoding } = response;
    response.chunkedEncoding = false;
    const form = chunkedEncoding ? "chunk" : "bytes";
    let hasRoom = true;
    response.on("drain", () => {
      hasRoom = true;
      drained();
    });
    // A client that has left before does so once more.
    if (response.destroyed) queueMicrotask(gone);
    else response.once("close", gone);

    return {
      write: (frames) => {
        if (!hasRoom) return 0;
        let taken = 0;
        response.cork();
        for (const frame of frames) {
          hasRoom = response.write(frame[form]);
          taken += 1;
          if (!hasRoom) break;
        }
        response.uncork();
        return taken;
      },
      end: () => {
        response.chunkedEncoding = chunkedEncoding;
        response.end();
      },
      fail: () => response.destroy(),
    };
  };
}
