import type { Context } from "../../runtime/context.ts";
import { compare, keysOf } from "../../values/compare.ts";
import { isNumber } from "../../values/kinds.ts";
import { memberOf } from "../../values/member-of.ts";
import { toBigInt } from "../../values/numbers.ts";
import type { RegoMap } from "../../values/rego-map.ts";
import { RegoSet } from "../../values/rego-set.ts";
import type { PlainObject, Value } from "../../values/value.ts";
import { currentTime } from "../current-time.ts";
import { BuiltinFailure, charge, define, fail } from "../define.ts";
import { orNull } from "./alternative-names.ts";
import { type Certificate, certificateValue, readCertificates } from "./certificate.ts";
import { readCertificateRequest } from "./certificate-request.ts";
import { isPem, pemBlocks } from "./pem.ts";
import { anyPrivateKey, checkPair, decodedBase64, jwkOf, privateKeysIn, privateKeyValue } from "./private-keys.ts";
import { type VerifyOptions, verifiedChain } from "./verify.ts";

/** What checking signatures costs, in characters: milliseconds for each. */
const signatureWork = 64 * 10_000;

function base64(text: string): Buffer {
  return decodedBase64(text) ?? fail(`illegal base64 data at input byte ${firstBadByte(text)}`);
}

/** Where Go's decoder stops: at a character that is none of base64's, or at the last group of four. */
function firstBadByte(text: string): number {
  const bad = /[^A-Za-z0-9+/\r\n]/.exec(text)?.index ?? -1;
  return bad >= 0 ? bad : text.length - (text.length % 4);
}

/** Certificates in PEM, in DER within base64, or in PEM within base64. */
function certificatesIn(text: string): Certificate[] {
  if (isPem(text)) return certificatesInPem(text);
  const bytes = base64(text);
  const inner = bytes.toString("latin1");
  return isPem(inner) ? certificatesInPem(inner) : readCertificates(bytes);
}

function certificatesInPem(text: string): Certificate[] {
  const blocks = pemBlocks(text);
  for (const { type } of blocks) {
    if (type !== "CERTIFICATE") fail(`PEM block type is '${type}', expected CERTIFICATE`);
  }
  return readCertificates(Buffer.concat(blocks.map(({ bytes }) => bytes)));
}

/** OPA adds the texts of the URIs to what Go shows. */
function withUriTexts(certificate: Certificate): Value {
  const texts = certificate.names.urls.map(({ text }) => text);
  return { ...certificateValue(certificate), URIStrings: orNull(texts) };
}

function verified(
  context: Context,
  text: string,
  optionsOf: () => VerifyOptions,
  show: (certificate: Certificate) => Value,
): Value {
  const certificates = ifReadable(() => certificatesIn(text));
  if (certificates === undefined) return [false, []];
  const options = optionsOf();
  charge(context, certificates.length * signatureWork);
  const chain = ifReadable(() => verifiedChain(certificates, options));
  return chain === undefined ? [false, []] : [true, chain.map(show)];
}

/** What cannot be read is not verified, either, and no error. */
function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof BuiltinFailure) return undefined;
    throw error;
  }
}

const usageNames = [
  "Any",
  "ServerAuth",
  "ClientAuth",
  "CodeSigning",
  "EmailProtection",
  "IPSECEndSystem",
  "IPSECTunnel",
  "IPSECUser",
  "TimeStamping",
  "OCSPSigning",
  "MicrosoftServerGatedCrypto",
  "NetscapeServerGatedCrypto",
  "MicrosoftCommercialCodeSigning",
  "MicrosoftKernelCodeSigning",
].map((name) => `KeyUsage${name}`);

function verifyOptions(context: Context, given: PlainObject | RegoMap): VerifyOptions {
  let options: VerifyOptions = { now: currentTime(context), host: "", usages: [] };
  for (const key of keysOf(given)) {
    if (typeof key !== "string") continue;
    const value = memberOf(given, key) as Value;
    if (key === "DNSName") options = { ...options, host: hostIn(value) };
    else if (key === "CurrentTime") options = { ...options, now: integerIn(value, "CurrentTime", "int64 number") };
    else if (key === "MaxConstraintComparisons") integerIn(value, key, "number");
    else if (key === "KeyUsages") options = { ...options, usages: usagesIn(value) };
    else fail("invalid key option");
  }
  return options;
}

function hostIn(value: Value): string {
  return typeof value === "string" ? value.replace(/^"+|"+$/g, "") : fail("'DNSName' should be a string");
}

function integerIn(value: Value, name: string, kind: string): bigint {
  if (!isNumber(value)) return fail(`'${name}' should be a number`);
  const integer = toBigInt(value);
  const isInt64 = integer !== undefined && BigInt.asIntN(64, integer) === integer;
  return isInt64 ? integer : fail(`'${name}' should be a valid ${kind}`);
}

function usagesIn(value: Value): number[] {
  if (!Array.isArray(value) && !(value instanceof RegoSet)) return fail("'KeyUsages' should be an Array or Set");
  const list = value instanceof RegoSet ? value.sorted(compare) : (value as readonly Value[]);
  const names = list.filter((item) => typeof item === "string").map((name) => name.replace(/^"+|"+$/g, ""));
  const unknown = names.filter((name) => !usageNames.includes(name));
  if (unknown.length > 0) fail(`invalid entries for 'KeyUsages' found: [${unknown.join(" ")}]`);
  return names.map((name) => usageNames.indexOf(name));
}

function requestIn(text: string): Buffer {
  const bytes = text.startsWith("-----BEGIN CERTIFICATE REQUEST-----") ? Buffer.from(text, "utf8") : base64(text);
  const [block] = pemBlocks(bytes.toString("latin1"));
  if (block === undefined) return bytes;
  return block.type === "CERTIFICATE REQUEST" ? block.bytes : fail("invalid PEM-encoded certificate signing request");
}

/** The DER of a half of a pair: the blocks of PEM, perhaps within base64, or DER within base64. */
function halfOf(text: string, isWanted: (type: string) => boolean): Buffer[] {
  const bytes = isPem(text) ? Buffer.from(text, "utf8") : base64(text);
  const inner = bytes.toString("latin1");
  if (!isPem(inner)) return [bytes];
  return pemBlocks(inner)
    .filter(({ type }) => isWanted(type))
    .map((block) => block.bytes);
}

function keyPair(certificateText: string, keyText: string): Value {
  const certificates = halfOf(certificateText, (type) => type === "CERTIFICATE");
  const [first] = certificates;
  if (first === undefined) return fail("tls: failed to find any PEM data in certificate input");
  const [leaf] = readCertificates(first);
  if (leaf === undefined) return fail("x509: malformed certificate");
  const [keyBytes] = halfOf(keyText, (type) => type === "PRIVATE KEY" || type.endsWith(" PRIVATE KEY"));
  if (keyBytes === undefined) return fail("tls: failed to find any PEM data in key input");
  const key = anyPrivateKey(keyBytes);
  checkPair(key, leaf.keyInfo);
  return {
    Certificate: certificates.map((bytes) => bytes.toString("base64")),
    PrivateKey: privateKeyValue(key),
    SupportedSignatureAlgorithms: null,
    OCSPStaple: null,
    SignedCertificateTimestamps: null,
    Leaf: certificateValue(leaf),
  };
}

export const x509 = [
  define("crypto.x509.parse_certificates", ["string"], (text) => certificatesIn(text).map(withUriTexts)),
  define("crypto.x509.parse_and_verify_certificates", ["string"], function (text) {
    return verified(this, text, () => ({ now: currentTime(this), host: "", usages: [] }), withUriTexts);
  }),
  define("crypto.x509.parse_and_verify_certificates_with_options", ["string", "object"], function (text, options) {
    return verified(this, text, () => verifyOptions(this, options), certificateValue);
  }),
  define("crypto.x509.parse_certificate_request", ["string"], (text) => readCertificateRequest(requestIn(text))),
  define("crypto.x509.parse_keypair", ["string", "string"], function (certificate, key) {
    charge(this, signatureWork);
    return keyPair(certificate, key);
  }),
  define("crypto.x509.parse_rsa_private_key", ["string"], (text) => {
    if (text === "") fail("input PEM data was empty");
    const [key] = privateKeysIn(isPem(text) ? text : base64(text).toString("utf8"));
    return key === undefined ? null : jwkOf(key);
  }),
  define("crypto.parse_private_keys", ["string"], (text) =>
    text === "" ? null : privateKeysIn(text).map(privateKeyValue),
  ),
];
