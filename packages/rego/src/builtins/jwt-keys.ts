import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
  X509Certificate,
} from "node:crypto";
import { fail } from "./define.ts";
import { jsonError } from "./json-error.ts";

/** A key with what its key set says of it; `alg` and `kid` are empty for a certificate. */
export type Key = { readonly alg: string; readonly kid: string; readonly key: KeyObject };

type Jwk = JsonWebKey & { readonly alg?: string; readonly kid?: string; readonly kty?: string; readonly k?: string };

export const algorithms: ReadonlySet<string> = new Set([
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "HS256",
  "HS384",
  "HS512",
  "EdDSA",
]);

/** Public keys of a PEM certificate, a PEM key, a JWK or a JWK set. */
export function publicKeys(text: string): Key[] {
  if (/-----BEGIN [A-Z0-9 ]+-----/.test(text)) return [{ alg: "", kid: "", key: pemKey(text) }];
  return jwkSet(text)
    .filter(({ alg = "" }) => alg === "" || algorithms.has(alg))
    .map((jwk) => ({ alg: jwk.alg ?? "", kid: jwk.kid ?? "", key: importKey(jwk, "public") }));
}

function pemKey(text: string): KeyObject {
  const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----\r?\n?/.exec(text);
  if (block === null) return fail("failed to parse a PEM block");
  const [whole, type] = block;
  if (text.slice(block.index + whole.length) !== "") fail("extra data after a PEM certificate block");
  try {
    if (type === "CERTIFICATE") return new X509Certificate(whole).publicKey;
    if (type === "PUBLIC KEY") return createPublicKey(whole);
  } catch (error) {
    fail(`failed to parse a PEM certificate: ${(error as Error).message}`);
  }
  return fail("failed to extract a Key from the PEM certificate");
}

/** What the readers within each other of OPA's library say. */
const readersWords =
  "jwk.ParseString: failed to parse string: jwk.Parse: failed to parse sole key: jwk.ParseKey: jwk.Parse: failed to probe data: probe: failed to unmarshal data: ";

function parsedKeys(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail(`failed to parse a JWK key (set): ${readersWords}${jsonError(text)}`);
  }
}

export function jwkSet(text: string): Jwk[] {
  const parsed = parsedKeys(text);
  if (typeof parsed !== "object" || parsed === null) return fail("failed to parse a JWK key (set)");
  if ("keys" in parsed)
    return Array.isArray(parsed.keys) ? (parsed.keys as Jwk[]) : fail("failed to parse a JWK key (set)");
  return [parsed as Jwk];
}

/** RFC 7518, section 6.1, and RFC 8037. */
export function isKeyType(kty: unknown): boolean {
  return kty === "oct" || kty === "RSA" || kty === "EC" || kty === "OKP";
}

export function importKey(jwk: Jwk, half: "public" | "private"): KeyObject {
  try {
    if (jwk.kty === "oct") return createSecretKey(Buffer.from(jwk.k ?? "", "base64url"));
    const options = { key: jwk, format: "jwk" } as const;
    return half === "public" ? createPublicKey(options) : createPrivateKey(options);
  } catch (error) {
    return fail(`failed to parse a JWK key (set): ${(error as Error).message}`);
  }
}
