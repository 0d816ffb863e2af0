import "reflect-metadata";
import { webcrypto, X509Certificate } from "node:crypto";
import * as x509 from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

type Subject = { certificate: x509.X509Certificate; keys: webcrypto.CryptoKeyPair };

export type TestAuthority = {
  certificate: X509Certificate;
  pem: string;
  /** A certificate signed by this authority, valid in 2026 unless it says otherwise. */
  sign(subject: string, options?: { usage?: "client" | "server"; notAfter?: Date }): Promise<X509Certificate>;
};

export async function testAuthority(name: string): Promise<TestAuthority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const authority: Subject = { certificate, keys };
  return {
    certificate: nodeCertificate(certificate),
    pem: certificate.toString("pem"),
    sign: (subject, options) => sign(authority, subject, options),
  };
}

async function sign(
  { certificate, keys }: Subject,
  subject: string,
  { usage = "client", notAfter }: { usage?: "client" | "server"; notAfter?: Date } = {},
): Promise<X509Certificate> {
  const { publicKey } = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const { clientAuth, serverAuth } = x509.ExtendedKeyUsage;
  const signed = await x509.X509CertificateGenerator.create({
    ...validity(),
    ...(notAfter && { notAfter }),
    subject,
    issuer: certificate.subject,
    publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([usage === "client" ? clientAuth : serverAuth]),
    ],
  });
  return nodeCertificate(signed);
}

function validity() {
  return { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2026-12-31T00:00:00Z") };
}

function nodeCertificate(certificate: x509.X509Certificate): X509Certificate {
  return new X509Certificate(certificate.toString("pem"));
}
