// Certificates of one cluster, as "PKI certificates and requirements" of the Kubernetes documentation lists them.
import "reflect-metadata";
import { generateKeyPairSync, randomBytes, webcrypto } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { firstServiceAddress } from "./place.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const lifetimeDays = 365;

type Authority = { subject: string; keys: webcrypto.CryptoKeyPair };

type Certificate = {
  file: string;
  subject: string;
  usage: "client" | "server";
  dns?: string[];
  addresses?: string[];
};

/** Writes NAME.crt and NAME.key for everything that speaks TLS, the two authorities, and the service account key. */
export async function writePki(directory: string, node: { name: string; address: string }): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const cluster = await writeAuthority(directory, "ca", "CN=cluster-ca");
  // With one authority for both, every client certificate of the cluster could claim to be any user.
  const frontProxy = await writeAuthority(directory, "front-proxy-ca", "CN=front-proxy-ca");
  await Promise.all([
    ...clusterCertificates(node).map((certificate) => writeCertificate(directory, cluster, certificate)),
    writeCertificate(directory, frontProxy, {
      file: "front-proxy-client",
      subject: "CN=front-proxy-client",
      usage: "client",
    }),
  ]);
  const serviceAccounts = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "sec1", format: "pem" },
  });
  writeFileSync(join(directory, "service-accounts.key"), serviceAccounts.privateKey, { mode: 0o600 });
  writeFileSync(join(directory, "service-accounts.pub"), serviceAccounts.publicKey);
}

function clusterCertificates(node: { name: string; address: string }): Certificate[] {
  const services = [
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
  ];
  return [
    {
      file: "apiserver",
      subject: "CN=kube-apiserver",
      usage: "server",
      dns: [...services, "localhost"],
      addresses: ["127.0.0.1", node.address, firstServiceAddress],
    },
    {
      file: "kubelet-server",
      subject: `CN=${node.name}`,
      usage: "server",
      dns: [node.name],
      addresses: [node.address],
    },
    {
      file: "apiserver-kubelet-client",
      subject: "CN=kube-apiserver-kubelet-client, O=system:masters",
      usage: "client",
    },
    { file: "admin", subject: "CN=admin, O=system:masters", usage: "client" },
    { file: "kubelet", subject: `CN=system:node:${node.name}, O=system:nodes`, usage: "client" },
    { file: "kube-controller-manager", subject: "CN=system:kube-controller-manager", usage: "client" },
    { file: "kube-scheduler", subject: "CN=system:kube-scheduler", usage: "client" },
    { file: "kube-proxy", subject: "CN=system:kube-proxy", usage: "client" },
  ];
}

async function writeAuthority(directory: string, file: string, subject: string): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: subject,
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await writePair(directory, file, certificate, keys);
  return { subject, keys };
}

async function writeCertificate(directory: string, authority: Authority, certificate: Certificate): Promise<void> {
  const keys = await newKeys();
  const { clientAuth, serverAuth } = x509.ExtendedKeyUsage;
  const names: x509.JsonGeneralNames = [
    ...(certificate.dns ?? []).map((value) => ({ type: "dns" as const, value })),
    ...(certificate.addresses ?? []).map((value) => ({ type: "ip" as const, value })),
  ];
  const signed = await x509.X509CertificateGenerator.create({
    ...validity(),
    subject: certificate.subject,
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([certificate.usage === "client" ? clientAuth : serverAuth]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    ],
  });
  await writePair(directory, certificate.file, signed, keys);
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

function validity() {
  // A machine whose clock is a little behind the one that wrote the files still accepts them.
  const notBefore = new Date(Date.now() - 3_600_000);
  return {
    serialNumber: `01${randomBytes(15).toString("hex")}`,
    notBefore,
    notAfter: new Date(notBefore.getTime() + lifetimeDays * 86_400_000),
  };
}

async function writePair(
  directory: string,
  file: string,
  certificate: x509.X509Certificate,
  keys: webcrypto.CryptoKeyPair,
): Promise<void> {
  const der = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  writeFileSync(join(directory, `${file}.crt`), `${certificate.toString("pem")}\n`);
  writeFileSync(join(directory, `${file}.key`), `${x509.PemConverter.encode(der, "PRIVATE KEY")}\n`, { mode: 0o600 });
}
