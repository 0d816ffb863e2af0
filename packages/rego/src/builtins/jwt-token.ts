import { isObject } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import type { RegoMap } from "../values/rego-map.ts";
import type { PlainObject, Value } from "../values/value.ts";
import { decodeBase64Url } from "./base64-text.ts";
import { fail, mismatch } from "./define.ts";
import { readJson } from "./read-json.ts";

export type Claims = PlainObject | RegoMap;
/** The three parts of a token in JWS compact form (RFC 7515, section 3.1), still encoded. */
export type TokenParts = { readonly header: string; readonly payload: string; readonly signature: string };

export function splitToken(token: Value): TokenParts {
  if (typeof token !== "string") return mismatch(1, "string", token);
  if (!token.includes(".")) fail("encoded JWT had no period separators");
  const parts = token.split(".");
  const [header = "", payload = "", signature = ""] = parts;
  if (parts.length !== 3) fail(`encoded JWT must have 3 sections, found ${parts.length}`);
  return { header, payload, signature };
}

/** Bytes of a part of a token. */
export function decodeBytes(text: string, what: string): Buffer {
  return decodeBase64Url(text, `${what} had invalid encoding: `);
}

export function decodeObject(text: string, prefix = ""): Claims {
  const value = readJson(text, `${prefix}invalid JSON: `);
  return isObject(value) ? value : fail(`${prefix}decoded JSON type was not an Object`);
}

export function decodeHeader({ header }: TokenParts): Claims {
  const claims = decodeObject(decodeBytes(header, "JWT header").toString("utf8"), "bad JWT header: ");
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
