import { inflateRawSync } from "node:zlib";

const endRecordSignature = 0x06054b50;
const directorySignature = 0x02014b50;

/**
 * Reads named files out of a zip archive held in memory. Stored and deflated entries, no zip64, no encryption.
 * Format: APPNOTE.TXT 6.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end record).
 */
export function readFromZip(archive: Buffer, names: string[]): Map<string, Buffer> {
  // The end record is followed by a comment of at most 65,535 bytes, so it is searched from the back.
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || archive.readUInt32LE(end) !== endRecordSignature) throw new Error("not a zip archive");
  const entries = archive.readUInt16LE(end + 10);
  const found = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries; entry++) {
    if (archive.readUInt32LE(at) !== directorySignature) throw new Error("broken zip directory");
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    if (names.includes(name)) found.set(name, entryBytes(archive, at));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`the zip archive has no ${missing.join(", ")}`);
  return found;
}

function entryBytes(archive: Buffer, directoryEntry: number): Buffer {
  const method = archive.readUInt16LE(directoryEntry + 10);
  const compressedSize = archive.readUInt32LE(directoryEntry + 20);
  const header = archive.readUInt32LE(directoryEntry + 42);
  // The local header has its own name and extra lengths, which may differ from the directory's.
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const bytes = archive.subarray(start, start + compressedSize);
  if (method === 0) return bytes;
  if (method === 8) return inflateRawSync(bytes);
  throw new Error(`zip compression method ${method} is not supported`);
}
