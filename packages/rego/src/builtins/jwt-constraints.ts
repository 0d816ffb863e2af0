import { createSecretKey } from "node:crypto";
import { keysOf } from "../values/compare.ts";
import { isNumber } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { compareNumbers, fromBigInt, toFloat } from "../values/numbers.ts";
import { plainText } from "../values/print.ts";
import type { NumberValue, Value } from "../values/value.ts";
import { fail } from "./define.ts";
import { type Key, publicKeys } from "./jwt-keys.ts";
import { isSignedBy } from "./jwt-signature.ts";
import type { Claims, Header, TokenParts } from "./jwt-token.ts";

/** What a token must satisfy. Empty strings ask for nothing, but a token with an audience needs one that matches. */
export type Constraints = {
  readonly keys: readonly Key[];
  readonly alg: string;
  readonly iss: string;
  readonly aud: string;
  /** Nanoseconds since 1970. */
  readonly time: number;
};

const known = new Set(["cert", "secret", "alg", "iss", "aud", "time"]);

export function constraintsOf(options: Claims, now: bigint): Constraints {
  for (const name of keysOf(options)) {
    if (!known.has(plainText(name))) fail(`unknown token validation constraint: ${plainText(name)}`);
  }
  const text = (name: string): string => {
    const value = memberOf(options, name);
    if (value === undefined) return "";
    return typeof value === "string" ? value : fail(`${name} constraint: must be a string`);
  };
  const hasCert = memberOf(options, "cert") !== undefined;
  const secret = text("secret");
  if (hasCert && secret !== "") fail("duplicate key constraints");
  if (!hasCert && secret === "") fail("no key constraint");
  const keys = hasCert
    ? publicKeys(text("cert"))
    : [{ alg: "", kid: "", key: createSecretKey(Buffer.from(secret, "utf8")) }];
  return { keys, alg: text("alg"), iss: text("iss"), aud: text("aud"), time: timeOf(memberOf(options, "time"), now) };
}

function timeOf(value: Value | undefined, now: bigint): number {
  const time = value === undefined ? fromBigInt(now) : value;
  if (!isNumber(time)) return fail("token time constraint: must be a number");
  return toFloat(time) < 0 ? fail("token time constraint: must not be negative") : toFloat(time);
}

/** The key named by the token decides alone; otherwise any key whose algorithm is the token's may have signed it. */
export function isSigned(keys: readonly Key[], { alg, kid }: Header, parts: TokenParts, signature: Buffer): boolean {
  const text = `${parts.header}.${parts.payload}`;
  const named = kid === "" ? undefined : keys.find((key) => key.kid === kid);
  if (named !== undefined) return isSignedBy(alg, named.key, text, signature);
  return keys.some((key) => (key.alg === "" || key.alg === alg) && isSignedBy(alg, key.key, text, signature));
}

/** RFC 7519, section 4.1: issuer, audience, expiration and not-before. */
export function claimsHold(payload: Claims, { iss, aud, time }: Constraints): boolean {
  if (iss !== "" && memberOf(payload, "iss") !== iss) return false;
  if (!audienceFits(memberOf(payload, "aud"), aud)) return false;
  const seconds = time / 1e9;
  const expires = secondsOf(payload, "exp");
  if (expires !== undefined && compareNumbers(seconds, expires) >= 0) return false;
  const starts = secondsOf(payload, "nbf");
  return starts === undefined || compareNumbers(seconds, starts) >= 0;
}

function audienceFits(claimed: Value | undefined, wanted: string): boolean {
  if (claimed === undefined) return wanted === "";
  return Array.isArray(claimed) ? (claimed as readonly Value[]).includes(wanted) : claimed === wanted;
}

function secondsOf(payload: Claims, name: string): NumberValue | undefined {
  const value = memberOf(payload, name);
  if (value === undefined || isNumber(value)) return value;
  return fail(`${name} value must be a number`);
}
