import { createPrivateKey, X509Certificate } from "node:crypto";
import type { KeyPair } from "./issue.ts";

/** What the Secret holds. `bundle` is what clients trust: the authority, and while it is young the one before it. */
export type CertificateSet = { authority: KeyPair; serving: KeyPair; bundle: string };

/** A certificate is renewed when this part of its life is left: for the server's 90 days that is a month. */
const renewalShare = 1 / 3;

/** What has to be made anew: decided from what is there, so that restarts and several writers change nothing. */
export function renewal(
  held: CertificateSet | undefined,
  dnsNames: string[],
  now: Date,
): "nothing" | "serving" | "all" {
  const authority = held && readable(held.authority);
  if (!authority || isDue(authority, now)) return "all";
  const serving = readable(held.serving);
  if (!serving || isDue(serving, now)) return "serving";
  const isSigned = serving.checkIssued(authority) && serving.verify(authority.publicKey);
  const isForNames = dnsNames.every((name) => serving.checkHost(name) !== undefined);
  return isSigned && isForNames && isTrusted(held) ? "nothing" : "serving";
}

/** The set after the renewal. A new authority is trusted beside the old one until that one ends. */
export async function renewed(
  held: CertificateSet | undefined,
  dnsNames: string[],
  now: Date,
): Promise<CertificateSet> {
  const what = renewal(held, dnsNames, now);
  if (held && what === "nothing") return held;
  // Most starts find a certificate, and need not load what makes one.
  const { issueAuthority, issueServing } = await import("./issue.ts");
  const authority = held && what === "serving" ? held.authority : await issueAuthority(now);
  const before = held && what === "all" && readable(held.authority) ? [held.authority.certificate] : [];
  const isKept = held && what === "serving" && isTrusted(held);
  const bundle = isKept ? held.bundle : [authority.certificate, ...before].map(withNewline).join("");
  return { authority, serving: await issueServing(authority, dnsNames, now), bundle };
}

/** Also one that nobody takes yet: it was made while the clock was ahead. */
function isDue({ validFromDate, validToDate }: X509Certificate, now: Date): boolean {
  if (now < validFromDate) return true;
  const left = validToDate.getTime() - now.getTime();
  return left < (validToDate.getTime() - validFromDate.getTime()) * renewalShare;
}

/** Whether whoever trusts the bundle trusts the authority. */
function isTrusted({ authority, bundle }: CertificateSet): boolean {
  return bundle.includes(authority.certificate.trim());
}

/** `undefined` for what is no certificate, and for one whose key this is not: nothing can be served or signed with it. */
function readable({ certificate, key }: KeyPair): X509Certificate | undefined {
  try {
    const read = new X509Certificate(certificate);
    return read.checkPrivateKey(createPrivateKey(key)) ? read : undefined;
  } catch {
    return undefined;
  }
}

function withNewline(pem: string): string {
  return pem.endsWith("\n") ? pem : `${pem}\n`;
}
