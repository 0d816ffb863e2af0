import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { readAlgorithm, signatureAlgorithmOf } from "./algorithms.ts";
import { namesValue, noNames, orNull, readAlternativeNames } from "./alternative-names.ts";
import { Der, tags } from "./der.ts";
import { type Extension, extensionValue, readExtension } from "./extensions.ts";
import { readName } from "./names.ts";
import { readPublicKey } from "./public-keys.ts";

const problem = "asn1: structure error: not a certificate request";

/** A certificate request (RFC 2986) in the shape of Go's x509.CertificateRequest in JSON. */
export function readCertificateRequest(bytes: Buffer): Value {
  if (bytes.length === 0) fail("asn1: syntax error: sequence truncated");
  const all = new Der(bytes);
  const outer = all.element(tags.sequence, problem);
  if (!all.isEmpty) fail("asn1: syntax error: trailing data");
  const whole = new Der(outer.content);
  const signed = whole.element(tags.sequence, problem);
  const body = new Der(signed.content);
  const version = body.integer(problem);
  const subject = body.element(tags.sequence, problem);
  const keyInfo = body.element(tags.sequence, problem);
  const attributes = body.isEmpty ? new Der(Buffer.alloc(0)) : new Der(body.any(problem).content);
  const requested = extensionsIn(attributes);
  const publicKey = readPublicKey(new Der(keyInfo.content));
  const names = requested.find(({ oid }) => oid.join(".") === "2.5.29.17");
  return {
    Raw: outer.whole.toString("base64"),
    RawTBSCertificateRequest: signed.whole.toString("base64"),
    RawSubjectPublicKeyInfo: keyInfo.whole.toString("base64"),
    RawSubject: subject.whole.toString("base64"),
    Version: Number(version),
    SignatureAlgorithm: signatureAlgorithmOf(readAlgorithm(whole.inside(tags.sequence, problem))),
    Signature: whole.bits(problem).toString("base64"),
    PublicKeyAlgorithm: publicKey.algorithm,
    PublicKey: publicKey.key,
    Subject: readName(new Der(subject.content)),
    Attributes: requested.length === 0 ? null : [attributeValue(requested)],
    Extensions: orNull(requested.map(extensionValue)),
    ExtraExtensions: null,
    ...namesValue(names === undefined ? noNames : readAlternativeNames(names.value)),
  };
}

const requestedExtensions = [1, 2, 840, 113549, 1, 9, 14];

/** The extensions asked for (RFC 2985, section 5.4.2). Other attributes, such as passwords, Go leaves out as well. */
function extensionsIn(attributes: Der): Extension[] {
  const found: Extension[] = [];
  while (!attributes.isEmpty) {
    const attribute = attributes.inside(tags.sequence, problem);
    if (attribute.oid(problem).join(".") !== requestedExtensions.join(".")) continue;
    const list = attribute.inside(tags.set, problem).inside(tags.sequence, problem);
    while (!list.isEmpty) found.push(readExtension(list.inside(tags.sequence, problem)));
  }
  return found;
}

/** Go reads the extensions as if they were the attributes of a name. Critical ones do not fit that and are not there. */
function attributeValue(requested: readonly Extension[]): Value {
  const values = requested.map(({ oid, value }) => ({ Type: oid, Value: value.toString("base64") }));
  return { Type: requestedExtensions, Value: [values] };
}
