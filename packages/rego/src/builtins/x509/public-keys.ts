import { fromBigInt } from "../../values/numbers.ts";
import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { type Algorithm, readAlgorithm } from "./algorithms.ts";
import { Der, tags } from "./der.ts";

/** Go's numbers of public key algorithms. */
const numbers: Readonly<Record<string, number>> = {
  "1.2.840.113549.1.1.1": 1,
  "1.2.840.10040.4.1": 2,
  "1.2.840.10045.2.1": 3,
  "1.3.101.112": 4,
};

/** Curves by OID, with the bytes of a coordinate (RFC 5480, section 2.1.1.1). */
const curves: Readonly<Record<string, number>> = {
  "1.3.132.0.33": 28,
  "1.2.840.10045.3.1.7": 32,
  "1.3.132.0.34": 48,
  "1.3.132.0.35": 66,
};

/** A public key in the shape of Go's rsa, ecdsa or ed25519.PublicKey; null for other algorithms. */
export type PublicKey = { readonly algorithm: number; readonly key: Value };

export function readPublicKey(info: Der): PublicKey {
  const algorithm = readAlgorithm(info.inside(tags.sequence, "x509: malformed public key algorithm identifier"));
  const bits = info.bits("x509: malformed subjectPublicKey");
  switch (numbers[algorithm.oid]) {
    case 1:
      return { algorithm: 1, key: rsaKey(algorithm, bits) };
    case 2:
      return { algorithm: 2, key: dsaKey(algorithm, bits) };
    case 3:
      return { algorithm: 3, key: ecKey(algorithm, bits) };
    case 4:
      return { algorithm: 4, key: edKey(algorithm, bits) };
    default:
      return { algorithm: 0, key: null };
  }
}

function rsaKey({ parameters }: Algorithm, bits: Buffer): Value {
  if (parameters.toString("hex") !== "0500") fail("x509: RSA key missing NULL parameters");
  const key = new Der(bits).inside(tags.sequence, "x509: invalid RSA public key");
  const n = key.integer("x509: invalid RSA modulus");
  const e = key.integer("x509: invalid RSA public exponent");
  if (n <= 0n) fail("x509: RSA modulus is not a positive number");
  if (e <= 0n) fail("x509: RSA public exponent is not a positive number");
  return { N: fromBigInt(n), E: fromBigInt(e) };
}

function ecKey({ parameters }: Algorithm, bits: Buffer): Value {
  const size = curves[new Der(parameters).oid("x509: invalid ECDSA parameters").join(".")];
  if (size === undefined) return fail("x509: unsupported elliptic curve");
  if (bits.length !== 1 + 2 * size || bits[0] !== 4) fail("x509: failed to unmarshal elliptic curve point");
  return { Curve: {}, X: unsigned(bits.subarray(1, 1 + size)), Y: unsigned(bits.subarray(1 + size)) };
}

function edKey({ parameters }: Algorithm, bits: Buffer): Value {
  if (parameters.length > 0) fail("x509: Ed25519 key encoded with illegal parameters");
  if (bits.length !== 32) fail("x509: wrong Ed25519 public key size");
  return bits.toString("base64");
}

function dsaKey({ parameters }: Algorithm, bits: Buffer): Value {
  const y = new Der(bits).integer("x509: invalid DSA public key");
  const group = new Der(parameters).inside(tags.sequence, "x509: invalid DSA parameters");
  const [p, q, g] = [0, 1, 2].map(() => group.integer("x509: invalid DSA parameters")) as [bigint, bigint, bigint];
  if ([y, p, q, g].some((value) => value <= 0n)) fail("x509: zero or negative DSA parameter");
  return { P: fromBigInt(p), Q: fromBigInt(q), G: fromBigInt(g), Y: fromBigInt(y) };
}

/** An unsigned big-endian number. */
export function unsigned(bytes: Buffer): Value {
  return bytes.length === 0 ? 0 : fromBigInt(BigInt(`0x${bytes.toString("hex")}`));
}
