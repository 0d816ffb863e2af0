import type { Cluster } from "@sortie/kube";
import { createLogger } from "@sortie/process";
import { expect, it } from "vitest";
import { testAuthority } from "../testing/test-certificates.ts";
import { followAuthenticationConfig } from "./follow-authentication-config.ts";

const { pem } = await testAuthority("proxies");

it.each<[what: string, data: Record<string, string> | undefined]>([
  ["is empty", {}],
  ["has nothing in it", undefined],
  ["has an authority that is cut off", { "requestheader-client-ca-file": pem.slice(0, 200) }],
  ["has one that is cut off behind one that is not", { "requestheader-client-ca-file": pem + pem.slice(0, 200) }],
  ["has something else in place of an authority", { "requestheader-client-ca-file": "none" }],
])("goes by what was read before when the ConfigMap %s", async (_what, data) => {
  const metadata = { name: "extension-apiserver-authentication", namespace: "kube-system" };
  const seen = Promise.withResolvers<void>();
  const watch = async function* () {
    yield { type: "relisted", objects: [{ metadata, data: { "requestheader-client-ca-file": pem } }] };
    yield { type: "modified", object: { metadata, data } };
    seen.resolve();
  };
  const log = createLogger("storage", "silent");
  const current = followAuthenticationConfig(
    { watch: watch as unknown as Cluster["watch"] },
    { log, signal: new AbortController().signal },
  );
  await seen.promise;
  expect(current()?.proxyAuthorities).toHaveLength(1);
});
