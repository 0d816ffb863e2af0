import { X509Certificate } from "node:crypto";
import { z } from "zod";

/**
 * How kube-apiserver wants aggregated servers to authenticate: ConfigMap `kube-system/extension-apiserver-authentication`.
 * Kubernetes, "Configure the Aggregation Layer".
 */
export type AuthenticationConfig = {
  /** Who signs certificates of users. */
  clientAuthorities: X509Certificate[];
  /** Who signs the certificate of the front proxy; nobody: there is none. */
  proxyAuthorities: X509Certificate[];
  /** Common names of the front proxy's certificate; empty: any. */
  proxyNames: string[];
  usernameHeaders: string[];
  uidHeaders: string[];
  groupHeaders: string[];
  extraPrefixes: string[];
};

const bundle = z
  .string()
  .default("")
  .transform((pem, context) => {
    const whole = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    // One that is cut off is not as good as none: whom it has signed would be nobody.
    const isWhole = whole.length === pem.split("-----BEGIN").length - 1 && (whole.length > 0 || pem.trim() === "");
    try {
      if (isWhole) return whole.map((certificate) => new X509Certificate(certificate));
    } catch {
      // Told of below.
    }
    context.addIssue({ code: "custom", message: "holds something that is no certificate" });
    return z.NEVER;
  });

const names = z
  .string()
  .default("[]")
  .transform((json, context) => {
    const parsed = z.array(z.string()).safeParse(safeJson(json));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: "custom", message: "is no JSON list of texts" });
    return z.NEVER;
  });

const headers = names.transform((list) => list.map((name) => name.toLowerCase()));

const Data = z.object({
  "client-ca-file": bundle,
  "requestheader-client-ca-file": bundle,
  "requestheader-allowed-names": names,
  "requestheader-username-headers": headers,
  "requestheader-uid-headers": headers,
  "requestheader-group-headers": headers,
  "requestheader-extra-headers-prefix": headers,
});

/** @throws ZodError naming the keys that cannot be read. */
export function parseAuthenticationConfig(data: unknown): AuthenticationConfig {
  const parsed = Data.parse(data);
  return {
    clientAuthorities: parsed["client-ca-file"],
    proxyAuthorities: parsed["requestheader-client-ca-file"],
    proxyNames: parsed["requestheader-allowed-names"],
    usernameHeaders: parsed["requestheader-username-headers"],
    uidHeaders: parsed["requestheader-uid-headers"],
    groupHeaders: parsed["requestheader-group-headers"],
    extraPrefixes: parsed["requestheader-extra-headers-prefix"],
  };
}

/**
 * Why the front proxy cannot be believed, if it cannot: where one authority signs for users and for the proxy and any
 * name is allowed, every user's certificate could claim to be the proxy and so to be anybody.
 */
export function proxyProblem({
  clientAuthorities,
  proxyAuthorities,
  proxyNames,
}: AuthenticationConfig): string | undefined {
  const clients = new Set(clientAuthorities.map(({ fingerprint256 }) => fingerprint256));
  const isShared = proxyAuthorities.some(({ fingerprint256 }) => clients.has(fingerprint256));
  if (!isShared || proxyNames.length > 0) return undefined;
  return "the cluster has one certificate authority for clients and for the front proxy and allows any name for the proxy: set --requestheader-allowed-names of kube-apiserver";
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
