import { expect, it } from "vitest";
import { type Caller, judgeAccess } from "./access.ts";

/** What the API server would say of each token. */
const answers = new Map<string, "yes" | "no" | "busy">([
  ["cron", "yes"],
  ["reader", "no"],
  ["flood", "busy"],
]);
const deps = {
  mayCreateCommands: async (token: string) => answers.get(token) ?? ("unauthenticated" as const),
  allowUnauthenticated: false,
};
const pod: Caller = { peer: "10.0.0.7", authorization: undefined, origin: undefined };

it.each<[rule: string, caller: Caller, result: "allowed" | 401 | 403 | 429]>([
  ["trusts loopback", { ...pod, peer: "127.0.0.1" }, "allowed"],
  ["trusts loopback of IPv6", { ...pod, peer: "::1" }, "allowed"],
  ["trusts loopback of a dual-stack socket", { ...pod, peer: "::ffff:127.0.0.1" }, "allowed"],
  ["does not trust a web page on loopback", { ...pod, peer: "127.0.0.1", origin: "http://evil.example" }, 401],
  ["does not trust an address that begins alike", { ...pod, peer: "127.0.0.1.evil" }, 401],
  ["does not trust a missing address", { ...pod, peer: undefined }, 401],
  ["asks a pod for a token", pod, 401],
  ["refuses a token nobody knows", { ...pod, authorization: "Bearer forged" }, 401],
  ["refuses a token that may not", { ...pod, authorization: "Bearer reader" }, 403],
  ["sends away who cannot be asked about now", { ...pod, authorization: "Bearer flood" }, 429],
  ["lets in a token that may", { ...pod, authorization: "bearer cron" }, "allowed"],
  ["reads no other scheme", { ...pod, authorization: "Basic cron" }, 401],
])("%s", async (_rule, caller, result) => {
  const access = await judgeAccess(caller, deps);
  expect(access.allowed ? "allowed" : access.status).toBe(result);
});

it("lets everyone in where the operator says so", async () => {
  expect(await judgeAccess(pod, { ...deps, allowUnauthenticated: true })).toEqual({ allowed: true });
});
