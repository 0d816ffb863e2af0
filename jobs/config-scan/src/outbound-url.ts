import { z } from "zod";

/**
 * Whether a key may be sent to a URL: over TLS, or on this machine alone. User names in URLs end up in logs, so there may
 * be none.
 */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (username !== "" || password !== "" || search !== "" || hash !== "") return false;
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

/** `URL` writes every spelling of an IPv4 address with four decimal numbers. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** A base URL that data may be sent to. */
export const OutboundUrl = z
  .string()
  .refine(isSafeUrl, "expected https://host[:port][/path]; http only for loopback; no user, query or fragment");

/** A path below a base URL, whether that ends in a slash or not. */
export function below(base: string, path: string): URL {
  return new URL(`${base.replace(/\/+$/, "")}/${path}`);
}
