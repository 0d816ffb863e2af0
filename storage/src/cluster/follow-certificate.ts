import type { Cluster } from "@sortie/kube";
import type { Logger } from "@sortie/process";
import type { KeyPair } from "../certificate/issue.ts";
import { keepCertificate } from "../certificate/keep-certificate.ts";
import { followMountedCertificate } from "../certificate/mounted-certificate.ts";
import type { Config } from "../config.ts";

type Deps = { cluster: Cluster; apiService: string; now: () => Date; log: Logger; signal: AbortSignal };

/** Calls back with each certificate to serve: the mounted one where there is one, otherwise one of our own making. */
export function followCertificate(deps: Deps, config: Config, use: (serving: KeyPair) => void): void {
  const { NAMESPACE, SERVICE_NAME, CERTIFICATE_SECRET, TLS_CERT_FILE, TLS_KEY_FILE } = config;
  if (TLS_CERT_FILE && TLS_KEY_FILE) {
    void followMountedCertificate({ certificate: TLS_CERT_FILE, key: TLS_KEY_FILE }, deps, use);
    return;
  }
  // kube-apiserver verifies the first of these names; the other is for callers inside the cluster.
  const host = `${SERVICE_NAME}.${NAMESPACE}.svc`;
  const dnsNames = [host, `${host}.cluster.local`];
  void keepCertificate({ ...deps, dnsNames, namespace: NAMESPACE, secretName: CERTIFICATE_SECRET }, use);
}
