import type { KubeUser } from "@sortie/kube";
import { beforeAll, expect, it } from "vitest";
import type { HeaderLines } from "../serve/connection.ts";
import { type TestAuthority, testAuthority } from "../testing/test-certificates.ts";
import { createAuthenticate } from "./authenticate.ts";
import { parseAuthenticationConfig } from "./authentication-config.ts";

let clients: TestAuthority;
let proxies: TestAuthority;

beforeAll(async () => {
  [clients, proxies] = await Promise.all([testAuthority("clients"), testAuthority("proxies")]);
});

const alice: HeaderLines = [
  "X-Remote-User",
  "alice",
  "X-Remote-Group",
  "CN=dev, OU=shop",
  "X-Remote-Group",
  "ops",
  "X-Remote-Extra-Scopes%2fone",
  "a",
  "X-Remote-Extra-Scopes%2fone",
  "b",
  "X-Remote-Uid",
  "u1",
];

function authenticator(overrides: Record<string, string> = {}, tokens: Record<string, KubeUser> = {}) {
  const config = parseAuthenticationConfig({
    "client-ca-file": clients.pem,
    "requestheader-client-ca-file": proxies.pem,
    "requestheader-allowed-names": '["front-proxy"]',
    "requestheader-username-headers": '["X-Remote-User"]',
    "requestheader-uid-headers": '["X-Remote-Uid"]',
    "requestheader-group-headers": '["X-Remote-Group"]',
    "requestheader-extra-headers-prefix": '["X-Remote-Extra-"]',
    ...overrides,
  });
  const asked: string[] = [];
  const now = new Date("2026-08-22T00:00:00Z");
  const authenticate = createAuthenticate({
    config: () => config,
    reviewToken: async (token) => {
      asked.push(token);
      return tokens[token];
    },
    now: () => now,
  });
  return { authenticate, asked };
}

it("believes the front proxy whom it acts for, header by header, and that the user has been authorized", async () => {
  const certificate = await proxies.sign("CN=front-proxy");
  const { authenticate } = authenticator();
  expect(await authenticate(null, { headers: alice, certificate })).toEqual({
    identity: {
      user: {
        username: "alice",
        uid: "u1",
        groups: ["CN=dev, OU=shop", "ops", "system:authenticated"],
        extra: { "scopes/one": ["a", "b"] },
      },
      isAuthorized: true,
    },
  });
});

it("reads what the front proxy says as it is written, in UTF-8, and the header that the settings name first", async () => {
  const certificate = await proxies.sign("CN=front-proxy");
  const asRead = (text: string) => Buffer.from(text).toString("latin1");
  const headers = ["X-Forwarded-User", "mallory", "X-Remote-User", asRead("jürgen"), "X-Remote-Group", asRead("Köche")];
  const { authenticate } = authenticator({
    "requestheader-username-headers": '["X-Remote-User","X-Forwarded-User"]',
  });
  const user = { username: "jürgen", groups: ["Köche", "system:authenticated"] };
  expect(await authenticate(null, { headers, certificate })).toMatchObject({ identity: { user } });
  const [, , , , ...others] = headers;
  const other = await authenticate(null, { headers: ["X-Forwarded-User", "bob", ...others], certificate });
  expect(other).toMatchObject({ identity: { user: { username: "bob" } } });
});

it("passes over a group without a name, as kube-apiserver does", async () => {
  const certificate = await proxies.sign("CN=front-proxy");
  const headers = ["X-Remote-User", "bob", "X-Remote-Group", "", "X-Remote-Group", "ops"];
  const who = await authenticator().authenticate(null, { headers, certificate });
  expect(who).toMatchObject({ identity: { user: { groups: ["ops", "system:authenticated"] } } });
});

it("takes the last of several names of a certificate, as whoever has signed it has", async () => {
  const certificate = await clients.sign("CN=mallory, CN=alice");
  const commonNames = certificate.subject.split("\n");
  const who = await authenticator().authenticate(null, { headers: [], certificate });
  expect(who).toMatchObject({ identity: { user: { username: commonNames.at(-1)?.slice("CN=".length) } } });
});

it("adds the group of all who are known to users that come without any, as pollers of discovery do", async () => {
  const certificate = await proxies.sign("CN=front-proxy");
  const headers: HeaderLines = ["x-remote-user", "system:aggregator"];
  const who = await authenticator().authenticate(null, { headers, certificate });
  expect(who).toMatchObject({ identity: { user: { groups: ["system:authenticated"] } } });
});

it("does not let a user's certificate speak for anybody, whatever it is called", async () => {
  const certificate = await clients.sign("CN=front-proxy, O=ops");
  const who = await authenticator().authenticate(null, { headers: alice, certificate });
  expect(who).toEqual({
    identity: { user: { username: "front-proxy", groups: ["ops", "system:authenticated"] }, isAuthorized: false },
  });
});

it.each<[what: string, subject: string, options: { usage?: "client" | "server"; notAfter?: Date }]>([
  ["a name that is not allowed", "CN=someone", {}],
  ["a certificate for servers", "CN=front-proxy", { usage: "server" }],
  ["a certificate that has ended", "CN=front-proxy", { notAfter: new Date("2026-08-01T00:00:00Z") }],
])("does not believe a proxy with %s", async (_what, subject, options) => {
  const certificate = await proxies.sign(subject, options);
  const who = await authenticator().authenticate(null, { headers: alice, certificate });
  expect(who).toEqual({ refused: "Unauthorized" });
});

it("does not believe headers without a certificate", async () => {
  const who = await authenticator().authenticate(null, { headers: alice, certificate: undefined });
  expect(who).toEqual({ refused: "Unauthorized" });
});

it("does not believe a certificate of an authority that only has the same name", async () => {
  const impostor = await testAuthority("proxies");
  const certificate = await impostor.sign("CN=front-proxy");
  expect(await authenticator().authenticate(null, { headers: alice, certificate })).toEqual({
    refused: "Unauthorized",
  });
});

it("follows the cluster when it changes the authority of its proxies, on connections that are open", async () => {
  const successor = await testAuthority("proxies");
  const settings = ({ pem }: TestAuthority) =>
    parseAuthenticationConfig({
      "client-ca-file": clients.pem,
      "requestheader-client-ca-file": pem,
      "requestheader-username-headers": '["X-Remote-User"]',
    });
  let config = settings(proxies);
  const now = () => new Date("2026-08-22T00:00:00Z");
  const authenticate = createAuthenticate({ config: () => config, reviewToken: async () => undefined, now });
  const [before, after] = await Promise.all([proxies.sign("CN=any"), successor.sign("CN=any")]);
  const isBelieved = async () => {
    const answers = [before, after].map((certificate) => authenticate(null, { headers: alice, certificate }));
    return (await Promise.all(answers)).map((who) => "identity" in who);
  };
  expect(await isBelieved()).toEqual([true, false]);
  config = settings(successor);
  expect(await isBelieved()).toEqual([false, true]);
});

it("refuses the front proxy, saying why, where one authority signs for everybody and any name is allowed", async () => {
  const certificate = await clients.sign("CN=alice");
  const shared = { "requestheader-client-ca-file": clients.pem, "requestheader-allowed-names": "[]" };
  const who = await authenticator(shared).authenticate(null, { headers: alice, certificate });
  expect(who).toMatchObject({ refused: expect.stringContaining("--requestheader-allowed-names") });
});

it("believes it there when its name is given, and everybody else only their own name", async () => {
  const shared = { "requestheader-client-ca-file": clients.pem };
  const { authenticate } = authenticator(shared);
  const proxy = await authenticate(null, { headers: alice, certificate: await clients.sign("CN=front-proxy") });
  const user = await authenticate(null, { headers: alice, certificate: await clients.sign("CN=mallory") });
  expect([proxy, user].map((who) => "identity" in who && who.identity.user.username)).toEqual(["alice", "mallory"]);
});

it("asks whose a token is, once for many requests", async () => {
  const { authenticate, asked } = authenticator({}, { secret: { username: "system:serviceaccount:a:b" } });
  const peer = { headers: [], certificate: undefined };
  const answers = await Promise.all([1, 2, 3].map(() => authenticate("Bearer secret", peer)));
  const user = { username: "system:serviceaccount:a:b", groups: ["system:authenticated"] };
  expect(answers[2]).toEqual({ identity: { user, isAuthorized: false } });
  expect(await authenticate("Bearer wrong", peer)).toEqual({ refused: "Unauthorized" });
  expect(asked).toEqual(["secret", "wrong"]);
});

it("knows nobody before the cluster's settings have been read", async () => {
  const authenticate = createAuthenticate({
    config: () => undefined,
    reviewToken: async () => undefined,
    now: () => new Date(),
  });
  const who = await authenticate("Bearer secret", { headers: [], certificate: undefined });
  expect(who).toEqual({ refused: "the cluster's authentication settings have not been read yet" });
});
