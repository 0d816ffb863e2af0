import type { Value } from "../values/value.ts";
import { BuiltinFailure, define, fail } from "./define.ts";

/** The parts of a URI reference as Go's `net/url` sees them. */
export function uriParts(text: string): Record<string, Value> {
  const [withoutFragment = "", ...fragments] = text.split("#");
  if (/\p{Cc}/u.test(withoutFragment.replace(/[\u0080-\u009f]/g, "")))
    fail("net/url: invalid control character in URL");
  const { scheme, rest } = splitScheme(withoutFragment);
  const queryAt = rest.indexOf("?");
  const query = queryAt < 0 ? "" : rest.slice(queryAt + 1);
  const hierarchy = queryAt < 0 ? rest : rest.slice(0, queryAt);
  const parts: Record<string, Value> = {};
  if (scheme !== "") parts.scheme = scheme.toLowerCase();
  Object.assign(parts, partsOfHierarchy(hierarchy, scheme));
  if (query !== "") parts.raw_query = query;
  if (fragments.length > 0) {
    const fragment = decoded(fragments.join("#"));
    if (fragment !== "") parts.fragment = fragment;
  }
  return parts;
}

function splitScheme(text: string): { scheme: string; rest: string } {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
  if (match !== null) return { scheme: match[1] as string, rest: text.slice(match[0].length) };
  if (text.startsWith(":")) fail("missing protocol scheme");
  return { scheme: "", rest: text };
}

function partsOfHierarchy(text: string, scheme: string): Record<string, Value> {
  if (text.startsWith("//") && (scheme !== "" || !text.startsWith("///"))) {
    const end = text.indexOf("/", 2);
    const authority = text.slice(2, end < 0 ? text.length : end);
    return { ...partsOfAuthority(authority), ...partsOfPath(end < 0 ? "" : text.slice(end)) };
  }
  if (scheme !== "" && !text.startsWith("/")) return {};
  const [first = ""] = text.split("/");
  if (scheme === "" && first.includes(":")) fail("first path segment in URL cannot contain colon");
  return partsOfPath(text);
}

function partsOfAuthority(authority: string): Record<string, Value> {
  const at = authority.lastIndexOf("@");
  if (at >= 0) checkUser(authority.slice(0, at));
  const host = authority.slice(at + 1);
  const { name, port } = host.startsWith("[") ? bracketedHost(host) : plainHost(host);
  return { ...(name === "" ? {} : { hostname: name }), ...(port === "" ? {} : { port }) };
}

function checkUser(user: string): void {
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) fail("net/url: invalid userinfo");
  decoded(user);
}

/** `[::1]:80`; a zone is written `%25eth0`. */
function bracketedHost(host: string): { name: string; port: string } {
  const match = /^\[([^\]]*)\](?::(\d*))?$/.exec(host);
  if (match === null) return fail("missing ']' in host");
  return { name: (match[1] as string).replace("%25", "%"), port: match[2] ?? "" };
}

function plainHost(host: string): { name: string; port: string } {
  if (host.includes("[")) fail("invalid host");
  const colon = host.lastIndexOf(":");
  const name = colon < 0 ? host : host.slice(0, colon);
  const port = colon < 0 ? "" : host.slice(colon + 1);
  if (!/^\d*$/.test(port)) fail(`invalid port "${host.slice(colon)}" after host`);
  if (/[ <>"\\^`{|}]/.test(name)) fail("invalid character in host name");
  // Only bytes beyond ASCII may be escaped in a name.
  const badEscape = /%(?![89A-Fa-f][0-9A-Fa-f]).{0,2}/.exec(name);
  if (badEscape !== null) fail(`invalid URL escape "${badEscape[0]}"`);
  return { name: decoded(name), port };
}

function partsOfPath(text: string): Record<string, Value> {
  if (text === "") return {};
  return { path: decoded(text), raw_path: hasDefaultEncoding(text) ? decoded(text) : text };
}

/** Go keeps the text of a path only where encoding the decoded path would give another text. */
function hasDefaultEncoding(text: string): boolean {
  return encodedPath(decoded(text)) === text || decoded(text) === text;
}

function encodedPath(path: string): string {
  return encodeURIComponent(path)
    .replace(/%(2F|3A|40|26|3D|2B|24|2C|3B)/g, (code) => decodeURIComponent(code))
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decoded(text: string): string {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(text);
  if (bad !== null) fail(`invalid URL escape "${bad[0]}"`);
  if (!text.includes("%")) return text;
  const bytes = text
    .split(/(%[0-9a-fA-F]{2})/)
    .map((part) => (/^%[0-9a-fA-F]{2}$/.test(part) ? Buffer.from(part.slice(1), "hex") : Buffer.from(part, "utf8")));
  return Buffer.concat(bytes).toString("utf8");
}

export const uri = [
  define("uri.parse", ["string"], (text) => {
    try {
      return uriParts(text);
    } catch (error) {
      if (error instanceof BuiltinFailure) fail(`parse ${JSON.stringify(text)}: ${error.message}`);
      throw error;
    }
  }),
  define("uri.is_valid", ["any"], (text) => {
    if (typeof text !== "string" || text === "") return false;
    try {
      uriParts(text);
      return true;
    } catch {
      return false;
    }
  }),
];
