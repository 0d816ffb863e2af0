import { type Cluster, ConnectionError, type KubeObject } from "@sortie/kube";
import { createLogger } from "@sortie/process";
import { expect, it } from "vitest";
import { keepCertificate } from "./keep-certificate.ts";

type Look = "refused" | "timed out" | "no APIService" | "well";

it("warns when it begins to fail and when it fails for another reason, not each time it tries", async () => {
  const looks: Look[] = ["no APIService", "no APIService", "refused", "refused", "refused", "timed out", "timed out"];
  expect(await warningsOf(looks)).toEqual([
    "the APIService does not exist",
    "the serving certificate could not be kept up: refused",
    "the serving certificate could not be kept up: timed out",
  ]);
});

it("warns again when it fails after it went well", async () => {
  const warning = "the serving certificate could not be kept up: refused";
  expect(await warningsOf(["refused", "refused", "well", "refused", "refused"])).toEqual([warning, warning]);
});

/** What is logged while the cluster is as `looks` say, one for each time that it is looked at. */
async function warningsOf(looks: Look[]): Promise<string[]> {
  const warnings: string[] = [];
  const stop = new AbortController();
  const warn = ({ err }: { err?: Error }, message: string) =>
    void warnings.push(err ? `${message}: ${err.message}` : message);
  let secret: KubeObject = { metadata: { name: "s" } };
  let look: Look | undefined;
  const cluster = {
    get: async ({ plural }: { plural: string }) => {
      if (plural === "apiservices") return look === "no APIService" ? undefined : { spec: {} };
      look = looks.shift();
      if (look === undefined) stop.abort();
      if (look === "refused" || look === "timed out") throw new ConnectionError("ECONNREFUSED", look);
      return secret;
    },
    update: async (_resource: unknown, object: KubeObject) => {
      secret = object;
      return { ok: true };
    },
    patch: async () => ({ ok: true }),
  } as unknown as Cluster;
  const log = Object.assign(createLogger("storage", "silent"), { warn });
  const names = { namespace: "kubescape", secretName: "s", apiService: "v1", dnsNames: ["storage.kubescape.svc"] };
  const times = { now: () => new Date("2026-01-01T00:00:00Z"), retrySeconds: 0, checkSeconds: 0 };
  await keepCertificate({ cluster, ...names, ...times, log, signal: stop.signal }, () => {});
  return warnings;
}
