import { setTimeout as pause } from "node:timers/promises";
import type { Cluster } from "@sortie/kube";
import type { Logger } from "@sortie/process";
import { publishCaBundle } from "./ca-bundle.ts";
import type { KeyPair } from "./issue.ts";
import { renewal, renewed } from "./renew.ts";
import { readCertificates, writeCertificates } from "./secret.ts";
import { type ToldOnce, toldOnce } from "./told-once.ts";

/** How soon a renewal, or a bundle that somebody took away, is noticed, and the same while something is missing. */
const byDefault = { checkSeconds: 60, retrySeconds: 2 };

export type CertificateDeps = {
  cluster: Cluster;
  namespace: string;
  secretName: string;
  apiService: string;
  dnsNames: string[];
  now: () => Date;
  log: Logger;
  signal: AbortSignal;
  /** How soon it looks again when all is well, and while something is missing. */
  checkSeconds?: number;
  retrySeconds?: number;
};

/**
 * Calls back with the certificate to serve, at the start and after each renewal, for as long as the signal allows. What
 * is in the Secret counts, so a restart or a second server goes on with the same certificate.
 */
export async function keepCertificate(deps: CertificateDeps, use: (serving: KeyPair) => void): Promise<void> {
  const { signal, checkSeconds, retrySeconds } = { ...byDefault, ...deps };
  const problems = toldOnce(deps.log);
  let used: string | undefined;
  while (!signal.aborted) {
    const isDone = await keepOnce({ ...deps, problems }, (serving) => {
      if (serving.certificate === used) return;
      use(serving);
      used = serving.certificate;
    }).catch((err: unknown) => {
      problems.warn({ err }, "the serving certificate could not be kept up");
      return false;
    });
    if (isDone) problems.over();
    await pause((isDone ? checkSeconds : retrySeconds) * 1000, undefined, { signal, ref: false }).catch(() => {});
  }
}

/** One look: `true` when everything is as it should be. */
async function keepOnce(
  deps: CertificateDeps & { problems: ToldOnce },
  use: (serving: KeyPair) => void,
): Promise<boolean> {
  const { cluster, namespace, secretName, apiService, dnsNames, now, log, problems } = deps;
  const held = await readCertificates(cluster, namespace, secretName);
  if (!held) throw new Error(`there is no Secret ${namespace}/${secretName}`);
  const what = renewal(held.set, dnsNames, now());
  const set = await renewed(held.set, dnsNames, now());
  if (what !== "nothing") {
    if (!(await writeCertificates(cluster, held, set))) return false;
    log.info({ renewed: what }, "serving certificate made");
  }
  // Trust comes before use: with a new authority the old certificate is served until the new bundle is published.
  const isPublished = await publishCaBundle(cluster, apiService, set.bundle);
  use(set.serving);
  if (!isPublished) problems.warn({ apiService }, "the APIService does not exist");
  return isPublished;
}
