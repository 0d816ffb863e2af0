import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { isPem, type PemBlock, pemBlocks } from "./pem.ts";
import { unsigned } from "./public-keys.ts";

const formats: Readonly<Record<string, "pkcs1" | "pkcs8" | "sec1">> = {
  "RSA PRIVATE KEY": "pkcs1",
  "PRIVATE KEY": "pkcs8",
  "EC PRIVATE KEY": "sec1",
};

/** The private keys of a text in PEM, or in PEM within base64. */
export function privateKeysIn(text: string): KeyObject[] {
  const decoded = isPem(text) ? undefined : decodedBase64(text);
  return pemBlocks(decoded?.toString("utf8") ?? text).flatMap((block) => keyIn(block) ?? []);
}

function keyIn({ type, bytes }: PemBlock): KeyObject | undefined {
  const format = Object.hasOwn(formats, type) ? formats[type] : undefined;
  if (format === undefined) return undefined;
  try {
    return createPrivateKey({ key: bytes, format: "der", type: format });
  } catch (error) {
    return fail(`asn1: structure error: ${(error as Error).message}`);
  }
}

/** A key of whatever format: the key of a pair does not say. */
export function anyPrivateKey(bytes: Buffer): KeyObject {
  for (const type of ["pkcs1", "pkcs8", "sec1"] as const) {
    try {
      return createPrivateKey({ key: bytes, format: "der", type });
    } catch {
      // The next format may fit.
    }
  }
  return fail("tls: failed to parse private key");
}

/** The bytes of standard base64; undefined for other text. */
export function decodedBase64(text: string): Buffer | undefined {
  const compact = text.replace(/[\r\n]/g, "");
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  return Buffer.from(compact, "base64");
}

/** A key as a JSON Web Key (RFC 7517). */
export function jwkOf(key: KeyObject): Value {
  return { ...(key.export({ format: "jwk" }) as Record<string, string>) };
}

/** A key in the shape of Go's rsa, ecdsa or ed25519.PrivateKey in JSON. */
export function privateKeyValue(key: KeyObject): Value {
  const jwk = key.export({ format: "jwk" });
  const number = (text: string | undefined): Value => unsigned(Buffer.from(text ?? "", "base64url"));
  if (jwk.kty === "RSA") {
    const precomputed = { Dp: number(jwk.dp), Dq: number(jwk.dq), Qinv: number(jwk.qi), CRTValues: [] };
    const primes = [number(jwk.p), number(jwk.q)];
    return { N: number(jwk.n), E: number(jwk.e), D: number(jwk.d), Primes: primes, Precomputed: precomputed };
  }
  if (jwk.kty === "EC") return { Curve: {}, X: number(jwk.x), Y: number(jwk.y), D: number(jwk.d) };
  // The secret and the public half, one behind the other. Keys for other uses show nothing.
  if (jwk.crv !== "Ed25519") return {};
  return Buffer.concat([jwk.d, jwk.x].map((half) => Buffer.from(half ?? "", "base64url"))).toString("base64");
}

/** Whether a private key belongs to the public key of a certificate. */
export function checkPair(key: KeyObject, keyInfo: Buffer): void {
  const wanted = createPublicKey({ key: keyInfo, format: "der", type: "spki" });
  if (wanted.asymmetricKeyType !== key.asymmetricKeyType) {
    fail("tls: private key type does not match public key type");
  }
  if (!wanted.equals(createPublicKey(key))) fail("tls: private key does not match public key");
}
