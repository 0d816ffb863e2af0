import { constants, createHmac, type KeyObject, sign, timingSafeEqual, verify } from "node:crypto";
import { fail } from "./define.ts";

/** RFC 7518, section 3.1: the family of a signature algorithm and its hash. */
type Scheme = { readonly family: "HS" | "RS" | "PS" | "ES" | "EdDSA"; readonly hash: string };

function schemeOf(alg: string): Scheme | undefined {
  if (alg === "EdDSA") return { family: "EdDSA", hash: "" };
  const match = /^(HS|RS|PS|ES)(256|384|512)$/.exec(alg);
  return match === null ? undefined : { family: match[1] as "HS", hash: `sha${match[2]}` };
}

const keyTypes: Readonly<Record<Scheme["family"], string>> = {
  HS: "secret",
  RS: "rsa",
  PS: "rsa",
  ES: "ec",
  EdDSA: "ed25519",
};

function fits(key: KeyObject, { family }: Scheme): boolean {
  return (key.type === "secret" ? "secret" : key.asymmetricKeyType) === keyTypes[family];
}

/** RFC 7518, section 3.5: the salt of PSS is as long as the hash; OPA's `verify_ps` takes salts of any length. */
type Salt = "of the hash" | "any";

function paddingOf({ family }: Scheme, salt: Salt) {
  if (family === "RS") return { padding: constants.RSA_PKCS1_PADDING };
  if (family !== "PS") return {};
  const saltLength = salt === "any" ? constants.RSA_PSS_SALTLEN_AUTO : constants.RSA_PSS_SALTLEN_DIGEST;
  return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
}

type Algorithm = { readonly alg: string; readonly salt: Salt };

/** False for a signature that is not the key's, and for a key that does not fit the algorithm. */
export function isSignedBy({ alg, salt }: Algorithm, key: KeyObject, text: string, signature: Buffer): boolean {
  const scheme = schemeOf(alg);
  if (scheme === undefined || !fits(key, scheme)) return false;
  if (scheme.family === "HS") {
    const expected = createHmac(scheme.hash, key).update(text).digest();
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }
  try {
    const options = { key, dsaEncoding: "ieee-p1363", ...paddingOf(scheme, salt) } as const;
    return verify(scheme.hash === "" ? null : scheme.hash, Buffer.from(text), options, signature);
  } catch {
    return false;
  }
}

export function signWith(alg: string, key: KeyObject, text: string): Buffer {
  const scheme = schemeOf(alg);
  if (scheme === undefined) return fail(`unknown JWS algorithm: ${alg}`);
  if (!fits(key, scheme)) return fail(`key does not fit ${alg}`);
  if (scheme.family === "HS") return createHmac(scheme.hash, key).update(text).digest();
  const options = { key, dsaEncoding: "ieee-p1363", ...paddingOf(scheme, "of the hash") } as const;
  return sign(scheme.hash === "" ? null : scheme.hash, Buffer.from(text), options);
}
