import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { contextTag, Der, integerOf, tags } from "./der.ts";

/** An extension of a certificate or of a request for one (RFC 5280, section 4.2). */
export type Extension = { readonly oid: readonly number[]; readonly isCritical: boolean; readonly value: Buffer };

export function readExtension(extension: Der): Extension {
  const oid = extension.oid("x509: malformed extension OID field");
  const isCritical =
    extension.nextTag === tags.boolean ? extension.boolean("x509: malformed extension critical field") : false;
  return { oid, isCritical, value: extension.content(tags.octetString, "x509: malformed extension value field") };
}

/** In the shape of Go's pkix.Extension. */
export function extensionValue({ oid, isCritical, value }: Extension): Value {
  return { Id: oid, Critical: isCritical, Value: value.toString("base64") };
}

/** Section 4.2.1.3: the bits from the left, as a number with the first bit lowest. */
export function readKeyUsage(extension: Buffer): number {
  const content = new Der(extension).content(tags.bitString, "x509: invalid key usage");
  const bytes = content.subarray(1);
  let usage = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[i >> 3] ?? 0;
    if ((byte & (0x80 >> (i & 7))) !== 0) usage |= 1 << i;
  }
  return usage;
}

/** Section 4.2.1.9. `pathLength` is -1 where there is none. */
export function readBasicConstraints(extension: Buffer): { isCa: boolean; pathLength: number } {
  const problem = "x509: invalid basic constraints";
  const constraints = new Der(extension).inside(tags.sequence, problem);
  const isCa = constraints.nextTag === tags.boolean ? constraints.boolean(problem) : false;
  if (constraints.nextTag !== tags.integer) return { isCa, pathLength: -1 };
  const length = constraints.integer(problem);
  return { isCa, pathLength: length < 0n ? fail(problem) : Number(length) };
}

/** Go's numbers of extended key usages, by OID. */
const extendedUsages = new Map(
  [
    "2.5.29.37.0",
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `1.3.6.1.5.5.7.3.${n}`),
    "1.3.6.1.4.1.311.10.3.3",
    "2.16.840.1.113730.4.1",
    "1.3.6.1.4.1.311.2.1.22",
    "1.3.6.1.4.1.311.61.1.1",
  ].map((oid, number) => [oid, number]),
);

/** Section 4.2.1.12. */
export function readExtendedKeyUsage(extension: Buffer): { known: number[]; unknown: (readonly number[])[] } {
  const problem = "x509: invalid extended key usages";
  const usages = new Der(extension).inside(tags.sequence, problem);
  const known: number[] = [];
  const unknown: (readonly number[])[] = [];
  while (!usages.isEmpty) {
    const oid = usages.oid(problem);
    const number = extendedUsages.get(oid.join("."));
    if (number === undefined) unknown.push(oid);
    else known.push(number);
  }
  return { known, unknown };
}

/** Section 4.2.1.1: the identifier of the issuer's key. */
export function readAuthorityKey({ isCritical, value }: Extension): Buffer | undefined {
  if (isCritical) fail("x509: authority key identifier incorrectly marked critical");
  const problem = "x509: invalid authority key identifier";
  const identifier = new Der(value).inside(tags.sequence, problem);
  return identifier.nextTag === contextTag(0) ? identifier.content(contextTag(0), problem) : undefined;
}

/** Section 4.2.1.2. */
export function readSubjectKey({ isCritical, value }: Extension): Buffer {
  if (isCritical) fail("x509: subject key identifier incorrectly marked critical");
  return new Der(value).content(tags.octetString, "x509: invalid subject key identifier");
}

/** Section 4.2.1.13: the addresses of revocation lists. */
export function readDistributionPoints(extension: Buffer): string[] {
  const problem = "x509: invalid CRL distribution point";
  const points = new Der(extension).inside(tags.sequence, `${problem}s`);
  const addresses: string[] = [];
  while (!points.isEmpty) {
    const point = points.inside(tags.sequence, problem);
    const name = point.optional(contextTag(0, true), problem);
    if (name === undefined) continue;
    const full = name.inside(contextTag(0, true), problem);
    while (full.nextTag === contextTag(6)) addresses.push(full.content(contextTag(6), problem).toString("latin1"));
  }
  return addresses;
}

/** Section 4.2.2.1: where to ask about revocation, and where the issuer's certificate is. */
export function readAuthorityAccess({ isCritical, value }: Extension): { ocsp: string[]; issuers: string[] } {
  if (isCritical) fail("x509: authority info access incorrectly marked critical");
  const problem = "x509: invalid authority info access";
  const descriptions = new Der(value).inside(tags.sequence, problem);
  const found = { ocsp: [] as string[], issuers: [] as string[] };
  while (!descriptions.isEmpty) {
    const description = descriptions.inside(tags.sequence, problem);
    const method = description.oid(problem).join(".");
    if (description.nextTag !== contextTag(6)) continue;
    const address = description.content(contextTag(6), problem).toString("latin1");
    if (method === "1.3.6.1.5.5.7.48.1") found.ocsp.push(address);
    if (method === "1.3.6.1.5.5.7.48.2") found.issuers.push(address);
  }
  return found;
}

/** Section 4.2.1.4: policies by OID. */
export function readPolicies(extension: Buffer): string[] {
  const problem = "x509: invalid certificate policies";
  const policies = new Der(extension).inside(tags.sequence, problem);
  const found: string[] = [];
  while (!policies.isEmpty) {
    const oid = policies.inside(tags.sequence, problem).oid(problem).join(".");
    if (found.includes(oid)) fail(problem);
    found.push(oid);
  }
  return found;
}

export type PolicyMapping = { readonly issuer: string; readonly subject: string };

/** Section 4.2.1.5. */
export function readPolicyMappings(extension: Buffer): PolicyMapping[] {
  const problem = "x509: invalid policy mappings extension";
  const mappings = new Der(extension).inside(tags.sequence, problem);
  const found: PolicyMapping[] = [];
  while (!mappings.isEmpty) {
    const mapping = mappings.inside(tags.sequence, problem);
    found.push({ issuer: mapping.oid(problem).join("."), subject: mapping.oid(problem).join(".") });
  }
  return found;
}

/** Section 4.2.1.11: after how many certificates policies are required, and may no longer be mapped. */
export function readPolicyConstraints(extension: Buffer): {
  explicit: number | undefined;
  mapping: number | undefined;
} {
  const problem = "x509: invalid policy constraints extension";
  const constraints = new Der(extension).inside(tags.sequence, problem);
  const part = (number: number): number | undefined => {
    if (constraints.nextTag !== contextTag(number)) return undefined;
    return Number(integerOf(constraints.content(contextTag(number), problem)) ?? fail(problem));
  };
  return { explicit: part(0), mapping: part(1) };
}

/** Section 4.2.1.14. */
export function readInhibitAnyPolicy(extension: Buffer): number {
  return Number(new Der(extension).integer("x509: invalid inhibit any policy extension"));
}
