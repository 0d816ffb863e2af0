import { once } from "node:events";
import { request } from "node:https";
import type { Duplex } from "node:stream";
import type { Cluster } from "../cluster/cluster.ts";
import { connection } from "./api-request.ts";

/** The texts that a WebSocket of the API tells, until it is left. Node's own client cannot show a certificate. */
export async function* openWebSocket(cluster: Cluster, path: string, protocol: string): AsyncGenerator<string> {
  const headers = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": protocol,
  };
  const sent = request({ ...connection(cluster), path, headers });
  sent.end();
  const [response, socket, first] = (await once(sent, "upgrade")) as [{ headers: object }, Duplex, Buffer];
  if (!JSON.stringify(response.headers).includes(protocol)) throw new Error(`no protocol ${protocol} was taken`);
  let waiting = first;
  try {
    for (;;) {
      for (let text = firstText(waiting); text !== undefined; text = firstText(waiting)) {
        waiting = waiting.subarray(text.size);
        yield text.text;
      }
      const [more] = (await once(socket, "data")) as [Buffer];
      waiting = Buffer.concat([waiting, more]);
    }
  } finally {
    socket.destroy();
  }
}

/** RFC 6455, section 5.2, of frames that a server sends: they are whole and not masked. */
function firstText(bytes: Buffer): { size: number; text: string } | undefined {
  const short = bytes[1] ?? 0;
  const at = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < at) return undefined;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return bytes.length < at + length
    ? undefined
    : { size: at + length, text: bytes.subarray(at, at + length).toString() };
}
