import { Der, tags } from "./der.ts";

/** An algorithm and its parameters, still encoded (RFC 5280, section 4.1.1.2). */
export type Algorithm = { readonly oid: string; readonly parameters: Buffer };

export function readAlgorithm(algorithm: Der): Algorithm {
  const oid = algorithm.oid("x509: malformed OID").join(".");
  const parameters = algorithm.isEmpty ? Buffer.alloc(0) : algorithm.any("x509: malformed parameters").whole;
  return { oid, parameters };
}

/** Go's numbers of signature algorithms; 0 is unknown. */
export const signatureAlgorithms = {
  unknown: 0,
  md5WithRsa: 2,
  sha1WithRsa: 3,
  sha256WithRsa: 4,
  sha384WithRsa: 5,
  sha512WithRsa: 6,
  dsaWithSha1: 7,
  dsaWithSha256: 8,
  ecdsaWithSha1: 9,
  ecdsaWithSha256: 10,
  ecdsaWithSha384: 11,
  ecdsaWithSha512: 12,
  sha256WithRsaPss: 13,
  sha384WithRsaPss: 14,
  sha512WithRsaPss: 15,
  ed25519: 16,
} as const;

/** RFC 3279, RFC 4055, RFC 5758 and RFC 8410. */
const byOid: Readonly<Record<string, number>> = {
  "1.2.840.113549.1.1.4": signatureAlgorithms.md5WithRsa,
  "1.2.840.113549.1.1.5": signatureAlgorithms.sha1WithRsa,
  "1.3.14.3.2.29": signatureAlgorithms.sha1WithRsa,
  "1.2.840.113549.1.1.11": signatureAlgorithms.sha256WithRsa,
  "1.2.840.113549.1.1.12": signatureAlgorithms.sha384WithRsa,
  "1.2.840.113549.1.1.13": signatureAlgorithms.sha512WithRsa,
  "1.2.840.10040.4.3": signatureAlgorithms.dsaWithSha1,
  "2.16.840.1.101.3.4.3.2": signatureAlgorithms.dsaWithSha256,
  "1.2.840.10045.4.1": signatureAlgorithms.ecdsaWithSha1,
  "1.2.840.10045.4.3.2": signatureAlgorithms.ecdsaWithSha256,
  "1.2.840.10045.4.3.3": signatureAlgorithms.ecdsaWithSha384,
  "1.2.840.10045.4.3.4": signatureAlgorithms.ecdsaWithSha512,
};

const ed25519 = "1.3.101.112";
const rsaPss = "1.2.840.113549.1.1.10";

/** Go's number of a signature algorithm. */
export function signatureAlgorithmOf({ oid, parameters }: Algorithm): number {
  if (oid === ed25519) return parameters.length === 0 ? signatureAlgorithms.ed25519 : signatureAlgorithms.unknown;
  if (oid === rsaPss) return pssAlgorithm(parameters);
  return byOid[oid] ?? signatureAlgorithms.unknown;
}

const pssHashes: Readonly<Record<string, { readonly number: number; readonly salt: bigint }>> = {
  "2.16.840.1.101.3.4.2.1": { number: signatureAlgorithms.sha256WithRsaPss, salt: 32n },
  "2.16.840.1.101.3.4.2.2": { number: signatureAlgorithms.sha384WithRsaPss, salt: 48n },
  "2.16.840.1.101.3.4.2.3": { number: signatureAlgorithms.sha512WithRsaPss, salt: 64n },
};
const mgf1 = "1.2.840.113549.1.1.8";

/** RFC 4055, section 3.1, as far as both hashes are the same and the salt is as long as they are. */
function pssAlgorithm(parameters: Buffer): number {
  const bad = "x509: malformed parameters";
  try {
    const sequence = new Der(parameters).inside(tags.sequence, bad);
    const part = (number: number): Der => sequence.inside(0xa0 | number, bad);
    const hash = readAlgorithm(part(0).inside(tags.sequence, bad));
    const mask = readAlgorithm(part(1).inside(tags.sequence, bad));
    const maskHash = readAlgorithm(new Der(mask.parameters).inside(tags.sequence, bad));
    const salt = part(2).integer(bad);
    const trailer = sequence.isEmpty ? 1n : part(3).integer(bad);
    const known = pssHashes[hash.oid];
    const isUsual = mask.oid === mgf1 && maskHash.oid === hash.oid && trailer === 1n && known?.salt === salt;
    return isUsual ? (known?.number ?? 0) : signatureAlgorithms.unknown;
  } catch {
    return signatureAlgorithms.unknown;
  }
}
