import { fromBigInt } from "../../values/numbers.ts";
import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { readAlgorithm, signatureAlgorithmOf } from "./algorithms.ts";
import { type AlternativeNames, namesValue, orNull } from "./alternative-names.ts";
import { contextTag, Der, tags } from "./der.ts";
import { type Details, readDetails } from "./extension-details.ts";
import { type Extension, extensionValue, readExtension } from "./extensions.ts";
import { constraintsValue } from "./name-constraints.ts";
import { readName } from "./names.ts";
import { type PublicKey, readPublicKey } from "./public-keys.ts";
import { readTime, type Time } from "./times.ts";

/** What an X.509 certificate says (RFC 5280, section 4.1). Parts that are signed or compared are kept encoded. */
export type Certificate = {
  readonly raw: Buffer;
  readonly signed: Buffer;
  readonly keyInfo: Buffer;
  readonly rawSubject: Buffer;
  readonly rawIssuer: Buffer;
  readonly signature: Buffer;
  readonly signatureAlgorithm: number;
  readonly publicKey: PublicKey;
  readonly version: number;
  readonly serial: bigint;
  readonly issuer: Value;
  readonly subject: Value;
  readonly notBefore: Time;
  readonly notAfter: Time;
  readonly extensions: readonly Extension[];
  readonly names: AlternativeNames;
  readonly details: Details;
};

/** Reads the certificates of a run of DER. */
export function readCertificates(bytes: Buffer): Certificate[] {
  const all = new Der(bytes);
  const found: Certificate[] = [];
  while (!all.isEmpty) found.push(readCertificate(all.element(tags.sequence, "x509: malformed certificate").whole));
  return found;
}

function readCertificate(raw: Buffer): Certificate {
  const whole = new Der(raw).inside(tags.sequence, "x509: malformed certificate");
  const { whole: signed, content } = whole.element(tags.sequence, "x509: malformed tbs certificate");
  const body = new Der(content);
  const version = versionOf(body);
  const serial = body.integer("x509: malformed serial number");
  if (serial < 0n) fail("x509: negative serial number");
  const algorithm = body.content(tags.sequence, "x509: malformed signature algorithm identifier");
  const outer = whole.content(tags.sequence, "x509: malformed algorithm identifier");
  if (!outer.equals(algorithm)) fail("x509: inner and outer signature algorithm identifiers don't match");
  const issuer = body.element(tags.sequence, "x509: malformed issuer");
  const validity = body.inside(tags.sequence, "x509: malformed validity");
  const subject = body.element(tags.sequence, "x509: malformed issuer");
  const keyInfo = body.element(tags.sequence, "x509: malformed spki");
  const extensions = version === 3 ? extensionsIn(body) : [];
  return {
    raw,
    signed,
    version,
    serial,
    extensions,
    signatureAlgorithm: signatureAlgorithmOf(readAlgorithm(new Der(algorithm))),
    rawIssuer: issuer.whole,
    issuer: readName(new Der(issuer.content)),
    notBefore: readTime(validity),
    notAfter: readTime(validity),
    rawSubject: subject.whole,
    subject: readName(new Der(subject.content)),
    keyInfo: keyInfo.whole,
    publicKey: readPublicKey(new Der(keyInfo.content)),
    ...readDetails(extensions),
    signature: whole.bits("x509: malformed signature"),
  };
}

/** Counted from 1. */
function versionOf(body: Der): number {
  const version =
    body.optional(contextTag(0, true), "x509: malformed version")?.integer("x509: malformed version") ?? 0n;
  if (version < 0n) fail("x509: malformed version");
  return version > 2n ? fail("x509: invalid version") : Number(version) + 1;
}

function extensionsIn(body: Der): Extension[] {
  body.optional(contextTag(1), "x509: malformed issuerUniqueID");
  body.optional(contextTag(2), "x509: malformed subjectUniqueID");
  const outer = body.optional(contextTag(3, true), "x509: malformed extensions");
  if (outer === undefined) return [];
  const list = outer.inside(tags.sequence, "x509: malformed extensions");
  const found: Extension[] = [];
  const seen = new Set<string>();
  while (!list.isEmpty) {
    const extension = readExtension(list.inside(tags.sequence, "x509: malformed extension"));
    const oid = extension.oid.join(".");
    if (seen.has(oid)) fail(`x509: certificate contains duplicate extension with OID "${oid}"`);
    seen.add(oid);
    found.push(extension);
  }
  return found;
}

/** A certificate in the shape of Go's x509.Certificate in JSON. */
export function certificateValue(certificate: Certificate): Record<string, Value> {
  const { details, names, publicKey, extensions } = certificate;
  return {
    Raw: certificate.raw.toString("base64"),
    RawTBSCertificate: certificate.signed.toString("base64"),
    RawSubjectPublicKeyInfo: certificate.keyInfo.toString("base64"),
    RawSubject: certificate.rawSubject.toString("base64"),
    RawIssuer: certificate.rawIssuer.toString("base64"),
    Signature: certificate.signature.toString("base64"),
    SignatureAlgorithm: certificate.signatureAlgorithm,
    PublicKeyAlgorithm: publicKey.algorithm,
    PublicKey: publicKey.key,
    Version: certificate.version,
    SerialNumber: fromBigInt(certificate.serial),
    Issuer: certificate.issuer,
    Subject: certificate.subject,
    NotBefore: certificate.notBefore.text,
    NotAfter: certificate.notAfter.text,
    Extensions: orNull(extensions.map(extensionValue)),
    ExtraExtensions: null,
    ...namesValue(names),
    ...constraintsValue(details.nameConstraints),
    ...detailsValue(details),
  };
}

function detailsValue(details: Details): Record<string, Value> {
  const { basic, explicitPolicy = 0, policyMapping = 0, anyPolicy = 0 } = details;
  return {
    KeyUsage: details.keyUsage,
    UnhandledCriticalExtensions: orNull(details.unhandled),
    ExtKeyUsage: orNull(details.extendedUsage.known),
    UnknownExtKeyUsage: orNull(details.extendedUsage.unknown),
    BasicConstraintsValid: basic !== undefined,
    IsCA: basic?.isCa ?? false,
    MaxPathLen: basic?.pathLength ?? 0,
    MaxPathLenZero: basic?.pathLength === 0,
    SubjectKeyId: details.subjectKey?.toString("base64") ?? null,
    AuthorityKeyId: details.authorityKey?.toString("base64") ?? null,
    OCSPServer: orNull(details.ocsp),
    IssuingCertificateURL: orNull(details.issuers),
    CRLDistributionPoints: orNull(details.distributionPoints),
    PolicyIdentifiers: details.policies?.map((oid) => oid.split(".").map(Number)) ?? null,
    Policies: orNull(details.policies ?? []),
    InhibitAnyPolicy: anyPolicy,
    InhibitAnyPolicyZero: details.anyPolicy === 0,
    InhibitPolicyMapping: policyMapping,
    InhibitPolicyMappingZero: details.policyMapping === 0,
    RequireExplicitPolicy: explicitPolicy,
    RequireExplicitPolicyZero: details.explicitPolicy === 0,
    PolicyMappings: orNull(
      details.policyMappings.map(({ issuer, subject }) => ({
        IssuerDomainPolicy: issuer,
        SubjectDomainPolicy: subject,
      })),
    ),
  };
}
