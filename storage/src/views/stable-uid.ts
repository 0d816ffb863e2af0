import { createHash } from "node:crypto";

/** A UID for what is not stored: the same at every read, different for every name. RFC 9562, section 5.8. */
export function stableUid(name: string): string {
  const hash = createHash("sha256").update(name).digest("hex");
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
