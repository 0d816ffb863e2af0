import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import type { CertificateSet } from "./renew.ts";

type Secret = KubeObject & { type?: string; data?: Record<string, string> | null };

export type HeldCertificates = { secret: Secret; set: CertificateSet | undefined };

/**
 * The Secret and what it holds. `undefined` when there is no such Secret: the chart makes it empty, so that this program
 * needs rights on one name only.
 */
export async function readCertificates(
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<HeldCertificates | undefined> {
  const secret = await cluster.get<Secret>(resources.secrets, { namespace, name });
  return secret && { secret, set: setOf(secret.data ?? {}) };
}

/** `false` when somebody else has written the Secret meanwhile. */
export async function writeCertificates(
  cluster: Cluster,
  { secret }: HeldCertificates,
  set: CertificateSet,
): Promise<boolean> {
  const data = {
    "ca.crt": set.bundle,
    "authority.crt": set.authority.certificate,
    "authority.key": set.authority.key,
    "tls.crt": set.serving.certificate,
    "tls.key": set.serving.key,
  };
  const encoded = Object.fromEntries(
    Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString("base64")]),
  );
  return (await cluster.update<Secret>(resources.secrets, { ...secret, data: encoded })).ok;
}

function setOf(data: Record<string, string>): CertificateSet | undefined {
  const text = (key: string) => Buffer.from(data[key] ?? "", "base64").toString("utf8");
  if (!data["tls.crt"]) return undefined;
  return {
    authority: { certificate: text("authority.crt"), key: text("authority.key") },
    serving: { certificate: text("tls.crt"), key: text("tls.key") },
    bundle: text("ca.crt"),
  };
}
