import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { stringify } from "yaml";
import type { Cluster } from "../cluster/cluster.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A client certificate for a user, signed by the cluster as for any user who asks. */
export async function certificateOf(cluster: Cluster, user: string): Promise<{ certificate: string; key: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: `CN=${user}`,
    keys,
    signingAlgorithm: algorithm,
  });
  const name = "storage-test-certificate";
  const manifest = stringify({
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    metadata: { name },
    spec: {
      request: Buffer.from(request.toString("pem")).toString("base64"),
      signerName: "kubernetes.io/kube-apiserver-client",
      usages: ["client auth"],
    },
  });
  await cluster.kubectl(["delete", "csr", name, "--ignore-not-found"]);
  await cluster.kubectl(["create", "-f", "-"], { input: manifest });
  await cluster.kubectl(["certificate", "approve", name]);
  await cluster.kubectl(["wait", `csr/${name}`, "--for=jsonpath={.status.certificate}", "--timeout=30s"]);
  const signed = await cluster.kubectl(["get", "csr", name, "-o", "jsonpath={.status.certificate}"]);
  await cluster.kubectl(["delete", "csr", name]);
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { certificate: Buffer.from(signed, "base64").toString(), key: x509.PemConverter.encode(pkcs8, "PRIVATE KEY") };
}
