import { createHmac, timingSafeEqual } from "node:crypto";
import type { Context } from "../runtime/context.ts";
import { jsonText } from "../values/json.ts";
import { memberOf } from "../values/member-of.ts";
import type { Value } from "../values/value.ts";
import { decodeBase64Url } from "./base64-text.ts";
import { currentTime } from "./current-time.ts";
import { charge, define, fail } from "./define.ts";
import { claimsHold, constraintsOf, isSigned } from "./jwt-constraints.ts";
import { algorithms, importKey, isKeyType, jwkSet, publicKeys } from "./jwt-keys.ts";
import { isSignedBy, signWith } from "./jwt-signature.ts";
import {
  type Claims,
  decodeBytes,
  decodeHeader,
  decodeObject,
  headerParameters,
  splitToken,
  type TokenParts,
} from "./jwt-token.ts";
import { textOperand } from "./operands.ts";
import { weight } from "./weight.ts";

/** Header, payload and signature of a token, or of the token inside it; nothing is verified. */
function decode(token: Value): Value {
  const parts = splitToken(token);
  const header = decodeHeader(parts);
  const payload = decodeBytes(parts.payload, "JWT payload").toString("utf8");
  if (memberOf(header, "cty") === "JWT") return decode(payload.replace(/^["']+|["']+$/g, ""));
  const signature = decodeBytes(parts.signature, "JWT signature").toString("hex");
  return [header, decodeObject(payload), signature];
}

function verifyAsymmetric(alg: string, token: Value, certificate: Value): boolean {
  const parts = splitToken(token);
  const keys = publicKeys(textOperand(certificate, 2));
  const signature = decodeBase64Url(parts.signature);
  const header = headerParameters(decodeHeader(parts));
  const text = `${parts.header}.${parts.payload}`;
  const named = header.kid === "" ? undefined : keys.find(({ kid }) => kid === header.kid);
  const algorithm = { alg, salt: "any" } as const;
  if (named !== undefined) return isSignedBy(algorithm, named.key, text, signature);
  return keys.some(
    (key) => (key.alg === "" || key.alg === header.alg) && isSignedBy(algorithm, key.key, text, signature),
  );
}

function verifySecret(hash: string, token: string, secret: string): boolean {
  const { header, payload, signature } = splitToken(token);
  const expected = createHmac(hash, secret).update(`${header}.${payload}`).digest();
  const given = decodeBase64Url(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

const verifiers = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"].map(
  (alg) =>
    define(`io.jwt.verify_${alg.toLowerCase()}`, ["any", "any"], function (token, certificate) {
      charge(this, weight(token) * 64);
      return verifyAsymmetric(alg, token, certificate);
    }),
);

const secretVerifiers = ["256", "384", "512"].map((bits) =>
  define(`io.jwt.verify_hs${bits}`, ["string", "string"], (token, secret) => verifySecret(`sha${bits}`, token, secret)),
);

/** RFC 7519, section 7.2. Nested tokens are unwrapped, each verified with the same keys. */
function decodeVerify(context: Context, token: Value, options: Claims): Value {
  const unverified: Value = [false, {}, {}];
  const constraints = constraintsOf(options, currentTime(context));
  let current: Value = token;
  for (;;) {
    charge(context, 4096);
    const parts: TokenParts = splitToken(current);
    const claims = decodeHeader(parts);
    const header = headerParameters(claims);
    if (!header.isUsable || (constraints.alg !== "" && constraints.alg !== header.alg)) return unverified;
    const signature = decodeBase64Url(parts.signature);
    if (!isSigned(constraints.keys, header, parts, signature)) return unverified;
    const text = decodeBytes(parts.payload, "JWT payload").toString("utf8");
    if (header.cty.toUpperCase() === "JWT") {
      current = text;
      continue;
    }
    const payload = decodeObject(text);
    return claimsHold(payload, constraints) ? [true, claims, payload] : unverified;
  }
}

function encodeSign(header: string, payload: string, keyText: string): string {
  const [jwk] = jwkSet(keyText);
  if (jwk === undefined) return fail("no keys found in JWK set");
  if (!isKeyType(jwk.kty))
    return fail(`jwk.Parse: failed to parse sole key: jwk.ParseKey: invalid key type from JSON (${jwk.kty ?? ""})`);
  const claims = signingHeader(header);
  const alg = memberOf(claims, "alg");
  if (typeof alg !== "string") return fail("missing or invalid 'alg' header: jwsbb: header \"alg\" not found");
  if (!algorithms.has(alg)) return fail(`unknown JWS algorithm: ${alg}`);
  const type = memberOf(claims, "typ");
  if ((typeof type !== "string" || type === "JWT") && !isJson(payload)) fail("type is JWT but payload is not JSON");
  const text = `${Buffer.from(header).toString("base64url")}.${Buffer.from(payload).toString("base64url")}`;
  return `${text}.${signWith(alg, importKey(jwk, "private"), text).toString("base64url")}`;
}

function signingHeader(text: string): Claims {
  if (text === "") return fail("missing or invalid 'alg' header: cannot parse JSON: cannot parse empty string");
  if (/^\s*\w+\s*$/.test(text)) return {};
  return isJson(text) ? decodeObject(text) : fail("missing or invalid 'alg' header: cannot parse JSON");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const jwt = [
  ...verifiers,
  ...secretVerifiers,
  define("io.jwt.decode", ["string"], decode),
  define("io.jwt.decode_verify", ["any", "object"], function (token, options) {
    return decodeVerify(this, token, options);
  }),
  define("io.jwt.encode_sign", ["any", "any", "any"], (header, payload, key) =>
    encodeSign(jsonText(header), jsonText(payload), jsonText(key)),
  ),
  define("io.jwt.encode_sign_raw", ["string", "string", "string"], encodeSign),
];
