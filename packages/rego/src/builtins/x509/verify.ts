import { constants, createPublicKey, type KeyLike, verify } from "node:crypto";
import { signatureAlgorithms as algorithm } from "./algorithms.ts";
import type { Certificate } from "./certificate.ts";
import { isForHost, keepsConstraints } from "./verify-names.ts";
import { keepsPolicies } from "./verify-policies.ts";

export type VerifyOptions = {
  /** Nanoseconds since 1970. */
  readonly now: bigint;
  readonly host: string;
  /** Go's numbers of extended key usages, one of which the chain must allow. 0 is any. Empty: a server's. */
  readonly usages: readonly number[];
};

/** Signatures that may be checked for one chain: each costs as much as thousands of steps. */
const mostSignatures = 100;

/**
 * The first chain from the last certificate to the first, over those between them (RFC 5280, section 6). Undefined where
 * there is none.
 */
export function verifiedChain(certificates: readonly Certificate[], options: VerifyOptions): Certificate[] | undefined {
  const [root, ...others] = certificates;
  const leaf = others.pop();
  if (root === undefined || leaf === undefined || !isValidAlone(leaf, options)) return undefined;
  if (options.host !== "" && !isForHost(leaf, options.host)) return undefined;
  const search: Search = { root, between: others, options, signatures: 0 };
  const chains = leaf.raw.equals(root.raw) ? [[leaf]] : [...chainsFrom([leaf], search)];
  return chains.find((chain) => keepsPolicies(chain) && allowsUsages(chain, options.usages) && keepsConstraints(chain));
}

type Search = {
  readonly root: Certificate;
  readonly between: readonly Certificate[];
  readonly options: VerifyOptions;
  signatures: number;
};

function* chainsFrom(chain: readonly Certificate[], search: Search): Generator<Certificate[]> {
  const child = chain.at(-1) as Certificate;
  const candidates = [search.root, ...byKey(child, search.between)];
  for (const [i, parent] of candidates.entries()) {
    const isRoot = i === 0;
    if (!parent.rawSubject.equals(child.rawIssuer) || chain.some((other) => isSame(other, parent))) continue;
    search.signatures += 1;
    if (search.signatures > mostSignatures) return;
    if (!isSignedBy(child, parent) || !mayBeAbove(parent, chain, isRoot, search.options)) continue;
    if (isRoot) yield [...chain, parent];
    else yield* chainsFrom([...chain, parent], search);
  }
}

/** Those whose key the child names come first. */
function byKey({ details: { authorityKey } }: Certificate, parents: readonly Certificate[]): Certificate[] {
  const rank = ({ details: { subjectKey } }: Certificate): number => {
    if (authorityKey === undefined || subjectKey === undefined) return 1;
    return authorityKey.equals(subjectKey) ? 0 : 2;
  };
  return parents.toSorted((a, b) => rank(a) - rank(b));
}

function isSame(left: Certificate, right: Certificate): boolean {
  return left.rawSubject.equals(right.rawSubject) && left.keyInfo.equals(right.keyInfo);
}

function isValidAlone({ details, notBefore, notAfter }: Certificate, { now }: VerifyOptions): boolean {
  return details.unhandled.length === 0 && now >= notBefore.ns && now <= notAfter.ns;
}

function mayBeAbove(
  parent: Certificate,
  chain: readonly Certificate[],
  isRoot: boolean,
  options: VerifyOptions,
): boolean {
  if (!isValidAlone(parent, options)) return false;
  const { basic } = parent.details;
  if (!isRoot && basic?.isCa !== true) return false;
  return basic === undefined || basic.pathLength < 0 || chain.length - 1 <= basic.pathLength;
}

const certificateSigning = 1 << 5;

function isSignedBy(child: Certificate, parent: Certificate): boolean {
  const { basic, keyUsage } = parent.details;
  if (parent.version === 3 ? basic?.isCa !== true : basic?.isCa === false) return false;
  if (keyUsage !== 0 && (keyUsage & certificateSigning) === 0) return false;
  return parent.publicKey.algorithm !== 0 && hasSignature(child, parent);
}

type Scheme = { readonly hash: string | null; readonly key: number; readonly padding?: number; readonly salt?: number };

/** Hashes that are broken are not here: MD5 and SHA-1. */
const schemes: Readonly<Record<number, Scheme>> = {
  [algorithm.sha256WithRsa]: { hash: "sha256", key: 1 },
  [algorithm.sha384WithRsa]: { hash: "sha384", key: 1 },
  [algorithm.sha512WithRsa]: { hash: "sha512", key: 1 },
  [algorithm.sha256WithRsaPss]: { hash: "sha256", key: 1, padding: constants.RSA_PKCS1_PSS_PADDING, salt: 32 },
  [algorithm.sha384WithRsaPss]: { hash: "sha384", key: 1, padding: constants.RSA_PKCS1_PSS_PADDING, salt: 48 },
  [algorithm.sha512WithRsaPss]: { hash: "sha512", key: 1, padding: constants.RSA_PKCS1_PSS_PADDING, salt: 64 },
  [algorithm.ecdsaWithSha256]: { hash: "sha256", key: 3 },
  [algorithm.ecdsaWithSha384]: { hash: "sha384", key: 3 },
  [algorithm.ecdsaWithSha512]: { hash: "sha512", key: 3 },
  [algorithm.ed25519]: { hash: null, key: 4 },
};

function hasSignature({ signed, signature, signatureAlgorithm }: Certificate, parent: Certificate): boolean {
  const scheme = schemes[signatureAlgorithm];
  if (scheme === undefined || scheme.key !== parent.publicKey.algorithm) return false;
  const { hash, padding, salt } = scheme;
  try {
    const key: KeyLike = createPublicKey({ key: parent.keyInfo, format: "der", type: "spki" });
    const options = padding === undefined ? key : { key, padding, saltLength: salt as number };
    return verify(hash, signed, options, signature);
  } catch {
    return false;
  }
}

const serverAuthentication = 1;
const anyUsage = 0;

/** Every certificate that names usages must leave one of those asked for. */
function allowsUsages(chain: readonly Certificate[], asked: readonly number[]): boolean {
  if (asked.includes(anyUsage)) return true;
  let left = asked.length === 0 ? [serverAuthentication] : asked;
  for (const { details } of chain.toReversed()) {
    const { known, unknown } = details.extendedUsage;
    if ((known.length === 0 && unknown.length === 0) || known.includes(anyUsage)) continue;
    left = left.filter((usage) => known.includes(usage));
  }
  return left.length > 0;
}
