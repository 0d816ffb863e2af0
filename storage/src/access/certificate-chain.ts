import type { X509Certificate } from "node:crypto";

/** Extended key usage of TLS clients: RFC 5280, section 4.2.1.12. */
const clientAuth = "1.3.6.1.5.5.7.3.2";
const longestChain = 5;

/**
 * Whether a certificate is meant for clients and leads to one of the authorities through the issuers that came with it.
 * TLS itself is told to accept anything: it would accept the authorities of users and of the front proxy alike, and the
 * difference is what keeps a user from being everybody.
 */
export function isSignedBy(leaf: X509Certificate, authorities: X509Certificate[], now: Date): boolean {
  // Without the extension a certificate is for any use; such a one is not accepted here.
  if (!leaf.keyUsage?.includes(clientAuth)) return false;
  let certificate: X509Certificate | undefined = leaf;
  for (let length = 0; certificate && length < longestChain; length += 1) {
    const subject: X509Certificate = certificate;
    if (!isInTime(subject, now)) return false;
    if (authorities.some((authority) => isIssuedBy(subject, authority) && isInTime(authority, now))) return true;
    const issuer: X509Certificate | undefined = subject.issuerCertificate;
    if (!issuer || issuer.fingerprint256 === subject.fingerprint256 || !isIssuedBy(subject, issuer)) return false;
    certificate = issuer;
  }
  return false;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isInTime({ validFromDate, validToDate }: X509Certificate, now: Date): boolean {
  return validFromDate <= now && now <= validToDate;
}

/** Values of one attribute of the subject: `CN` is the user, `O` a group. Kubernetes, "X509 client certificates". */
export function subjectValues({ subject }: X509Certificate, attribute: "CN" | "O"): string[] {
  // Node writes one attribute a line, several values of one attribute joined by " + ".
  return (subject ?? "")
    .split(/\n| \+ /)
    .filter((line) => line.startsWith(`${attribute}=`))
    .map((line) => line.slice(attribute.length + 1).replace(/\\(.)/g, "$1"));
}
