import { parseJson } from "../values/json.ts";
import { isObject } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import type { RegoMap } from "../values/rego-map.ts";
import type { PlainObject, Value } from "../values/value.ts";
import { fail } from "./define.ts";

export type Claims = PlainObject | RegoMap;
/** The three parts of a token in JWS compact form (RFC 7515, section 3.1), still encoded. */
export type TokenParts = { readonly header: string; readonly payload: string; readonly signature: string };

export function splitToken(token: Value): TokenParts {
  if (typeof token !== "string") return fail("encoded JWT must be a string");
  if (!token.includes(".")) fail("encoded JWT had no period separators");
  const [header = "", payload = "", signature = "", ...more] = token.split(".");
  const count = token.split(".").length;
  if (count !== 3 || more.length > 0) fail(`encoded JWT must have 3 sections, found ${count}`);
  return { header, payload, signature };
}

/** Bytes of unpadded or padded base64url. */
export function decodeBytes(text: string, what: string): Buffer {
  const bad = /[^A-Za-z0-9_\-\r\n=]/.exec(text);
  if (bad !== null) fail(`${what} had invalid encoding: illegal base64 data at input byte ${bad.index}`);
  const bare = text.replace(/[\r\n]/g, "").replace(/=+$/, "");
  if (bare.includes("=") || bare.length % 4 === 1)
    fail(`${what} had invalid encoding: illegal base64url string: ${text}`);
  return Buffer.from(bare, "base64url");
}

export function decodeObject(text: string): Claims {
  let value: Value;
  try {
    value = parseJson(text);
  } catch (error) {
    return fail(`invalid JSON: ${(error as Error).message}`);
  }
  return isObject(value) ? value : fail("decoded JSON type was not an Object");
}

export function decodeHeader({ header }: TokenParts): Claims {
  const claims = decodeObject(decodeBytes(header, "JWT header").toString("utf8"));
  if (memberOf(claims, "enc") !== undefined) fail("JWT is a JWE object, which is not supported");
  return claims;
}

/** The header parameters that decide how a token is verified (RFC 7515, section 4.1). */
export type Header = { readonly alg: string; readonly kid: string; readonly cty: string; readonly isUsable: boolean };

const understood = new Set(["alg", "kid", "typ", "cty", "crit"]);

export function headerParameters(claims: Claims): Header {
  const text = (name: string): string => {
    const value = memberOf(claims, name);
    if (value === undefined) return "";
    return typeof value === "string" ? value : fail(`${name}: must be a string`);
  };
  const alg = text("alg");
  const critical = criticalNames(memberOf(claims, "crit"));
  text("typ");
  const isUsable =
    alg !== "" && !critical.some((name) => !understood.has(name) && memberOf(claims, name) !== undefined);
  return { alg, kid: text("kid"), cty: text("cty"), isUsable };
}

function criticalNames(value: Value | undefined): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return fail("crit: must be a list");
  const names = (value as readonly Value[]).filter((item) => typeof item === "string");
  return names.length === 0 ? fail("crit: must be a nonempty list") : names;
}
