// Frames of RFC 6455 as far as a server needs them that only tells: https://www.rfc-editor.org/rfc/rfc6455#section-5
const fin = 0x80;
const masked = 0x80;
const opcodes = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const;

/** Why a connection ends, section 7.4.1. */
export const closeCodes = { normal: 1000, protocolError: 1002, tooBig: 1009 } as const;

/** Nobody has much to say to a watch. */
const longestClientFrame = 65_536;

export function textFrame(text: Uint8Array): Buffer {
  return frame(opcodes.text, text);
}

export function pongFrame(payload: Uint8Array): Buffer {
  return frame(opcodes.pong, payload);
}

export function closeFrame(code: number): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return frame(opcodes.close, payload);
}

function frame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const result = Buffer.allocUnsafe(2 + lengthBytes + length);
  result[0] = fin | opcode;
  result[1] = lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127;
  if (lengthBytes === 2) result.writeUInt16BE(length, 2);
  if (lengthBytes === 8) result.writeBigUInt64BE(BigInt(length), 2);
  result.set(payload, 2 + lengthBytes);
  return result;
}

/** What a client has said that has to be answered. `end`: with which code the connection closes. */
type ClientFrame = { is: "ping"; payload: Buffer } | { is: "end"; code: number };

/** Takes what arrives, in pieces of any size, and returns what it means. What a client tells besides is not listened to. */
export function createFrameReader(): (bytes: Uint8Array) => ClientFrame[] {
  let waiting: Buffer = Buffer.alloc(0);
  return (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    const frames: ClientFrame[] = [];
    for (let next = readFrame(waiting); next !== undefined; next = readFrame(waiting)) {
      waiting = waiting.subarray(next.size);
      if (next.frame) frames.push(next.frame);
      if (next.frame?.is === "end") break;
    }
    return frames;
  };
}

/** The first frame, if all of it is there. */
function readFrame(bytes: Buffer): { size: number; frame: ClientFrame | undefined } | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  if ((second & masked) === 0) return ended(bytes, closeCodes.protocolError);
  if (short === 127) return ended(bytes, closeCodes.tooBig);
  const maskAt = short === 126 ? 4 : 2;
  if (bytes.length < maskAt + 4) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  if (length > longestClientFrame) return ended(bytes, closeCodes.tooBig);
  const size = maskAt + 4 + length;
  if (bytes.length < size) return undefined;
  const mask = bytes.subarray(maskAt, maskAt + 4);
  const payload = Buffer.from(bytes.subarray(maskAt + 4, size).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return { size, frame: meaning(first & 0x0f, payload) };
}

function meaning(opcode: number, payload: Buffer): ClientFrame | undefined {
  if (opcode === opcodes.ping) return { is: "ping", payload };
  return opcode === opcodes.close ? { is: "end", code: closeCodes.normal } : undefined;
}

function ended(bytes: Buffer, code: number): { size: number; frame: ClientFrame } {
  return { size: bytes.length, frame: { is: "end", code } };
}
