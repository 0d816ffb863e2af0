import { compressFrom, pack, unpacked } from "../packed-body.ts";

/** What the column holds: the text itself, or zstd of it. */
export function toBodyColumn(body: string): string | Uint8Array {
  return body.length < compressFrom ? body : pack(body);
}

export function fromBodyColumn(column: unknown): string {
  if (typeof column === "string") return column;
  if (column instanceof Uint8Array) return unpacked(column).toString("utf8");
  return "";
}
