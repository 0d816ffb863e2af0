import { createHash } from "node:crypto";

/** A name has at most 253 characters (RFC 1123 subdomain); the hash suffix takes ten of them. */
const longestName = 253;
const longestBeforeHash = longestName - 10;

const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Turns text into the name of an object (docs/reference/posture-results.md, "Names"). Long text ends in a hash of the
 * whole of it. Different texts can give one name: `system:node` and `system-node`.
 */
export function slug(text: string): string {
  const name = dnsSubdomain.test(text) ? text : toSubdomain(text);
  if (name.length < longestBeforeHash) return name;
  return `${name.slice(0, longestBeforeHash).replace(/[^a-z0-9]+$/, "")}-${shortHash(text)}`;
}

/** The first and the last four hex digits of the text's SHA-256, as in `60e5-4c7d`. */
export function shortHash(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  return `${hash.slice(0, 4)}-${hash.slice(-4)}`;
}

function toSubdomain(text: string): string {
  return text
    .replace(/[^a-zA-Z0-9.-]/g, "-")
    .toLowerCase()
    .replace(/^-+|-+$/g, "")
    .slice(0, longestName)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
}
