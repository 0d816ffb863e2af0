import { createSecretKey } from "node:crypto";
import { keysOf } from "../values/compare.ts";
import { isNumber } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { compareNumbers, fromBigInt, type NumberValue, toFloat } from "../values/numbers.ts";
import { plainText } from "../values/print.ts";
import type { Value } from "../values/value.ts";
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

type Readers = Readonly<Record<string, (value: Value, name: string) => void>>;

/** Looks at the constraints in the order of their names: the first that is wrong is the error. */
export function constraintsOf(options: Claims, now: bigint): Constraints {
  const texts: Record<string, string> = {};
  let certificates: readonly Key[] | undefined;
  let time: number | undefined;
  const text = (value: Value, name: string): void => {
    texts[name] = typeof value === "string" ? value : fail(`${name} constraint: must be a string`);
  };
  const readers: Readers = {
    alg: text,
    aud: text,
    iss: text,
    secret: text,
    cert: (value) => {
      certificates = publicKeys(typeof value === "string" ? value : fail("cert constraint: must be a string"));
    },
    time: (value) => {
      time = timeOf(value);
    },
  };
  for (const key of keysOf(options)) {
    const name = plainText(key);
    if (!Object.hasOwn(readers, name)) fail(`unknown token validation constraint: ${name}`);
    readers[name]?.(memberOf(options, key) as Value, name);
  }
  const { alg = "", aud = "", iss = "", secret = "" } = texts;
  const keys = keysFor(certificates, secret);
  return { keys, alg, iss, aud, time: time ?? timeOf(fromBigInt(now)) };
}

function keysFor(certificates: readonly Key[] | undefined, secret: string): readonly Key[] {
  if (certificates === undefined)
    return secret === ""
      ? fail("no key constraint")
      : [{ alg: "", kid: "", key: createSecretKey(Buffer.from(secret, "utf8")) }];
  return secret === "" ? certificates : fail("duplicate key constraints");
}

function timeOf(time: Value): number {
  if (!isNumber(time)) return fail("token time constraint: must be a number");
  return toFloat(time) < 0 ? fail("token time constraint: must not be negative") : toFloat(time);
}

/** The key named by the token decides alone; otherwise any key whose algorithm is the token's may have signed it. */
export function isSigned(keys: readonly Key[], { alg, kid }: Header, parts: TokenParts, signature: Buffer): boolean {
  const text = `${parts.header}.${parts.payload}`;
  const algorithm = { alg, salt: "of the hash" } as const;
  const named = kid === "" ? undefined : keys.find((key) => key.kid === kid);
  if (named !== undefined) return isSignedBy(algorithm, named.key, text, signature);
  return keys.some((key) => (key.alg === "" || key.alg === alg) && isSignedBy(algorithm, key.key, text, signature));
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
