import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { CloudError, type CloudKind } from "../cloud-source.ts";
import { type Asked, answered, inTurn, json, providerServer } from "../provider-server.ts";
import { openAzure } from "./azure-source.ts";

/** Azure's library asks for a token where it did so first: all tests share one server. */
let server: Awaited<ReturnType<typeof providerServer>>;
let answers: Parameters<typeof providerServer>[0] = {};
let dir: string;

beforeAll(async () => {
  const token = { access_token: "azure-token", expires_on: "4102444800", resource: "r", token_type: "Bearer" };
  server = await providerServer({
    "/identity": (response, asked) =>
      isForLocalhost(asked) ? json({ message: "who?" }, 400)(response, asked) : json(token)(response, asked),
    "/": (response, asked) => answered(answers, asked.path)(response, asked),
  });
  vi.stubEnv("IDENTITY_ENDPOINT", `${server.url}/identity`);
  vi.stubEnv("IDENTITY_HEADER", "a-header");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server[Symbol.asyncDispose]();
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sortie-azure-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const group = "/subscriptions/s-1/resourceGroups/my%20group";
const clusterPath = `${group}/providers/Microsoft.ContainerService/managedClusters/shop`;
const authorization = "/subscriptions/s-1/providers/Microsoft.Authorization";

it("describes a cluster as Azure's API has it", async () => {
  const cluster = { name: "shop", properties: { enableRBAC: true, aadProfile: { enableAzureRBAC: false } } };
  const { data, asked } = await read("ClusterDescribe", { [clusterPath]: json(cluster) });
  expect(data).toEqual(cluster);
  expect(asked.at(-1)?.headers.get("authorization")).toBe("Bearer azure-token");
  expect(asked.at(-1)?.query.get("api-version")).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

it.each<[kind: CloudKind, path: string, field: string]>([
  ["ListEntitiesForPolicies", `${authorization}/roleAssignments`, "roleAssignments"],
  ["PolicyVersion", `${authorization}/roleDefinitions`, "roleDefinitions"],
])("reads %s from all pages", async (kind, path, field) => {
  const first = (response: Parameters<ReturnType<typeof json>>[0], asked: Asked) =>
    json({ value: [{ name: "a" }], nextLink: `http://${asked.headers.get("host")}${path}?page=2` })(response, asked);
  const { data, asked } = await read(kind, { [path]: inTurn(first, json({ value: [{ name: "b" }] })) });
  expect(data).toEqual({ [field]: [{ name: "a" }, { name: "b" }] });
  expect(asked.at(-1)?.query.get("page")).toBe("2");
});

it("shows its token to no other server that a page refers to", async () => {
  const page = json({ value: [], nextLink: "https://example.com/more" });
  const failure = read("PolicyVersion", { [`${authorization}/roleDefinitions`]: page });
  await expect(failure).rejects.toThrow(/refers to example.com/);
});

it("refuses a reference that is no address", async () => {
  const page = json({ value: [], nextLink: "https://[" });
  const failure = read("PolicyVersion", { [`${authorization}/roleDefinitions`]: page });
  await expect(failure).rejects.toThrow(CloudError);
});

it("ends with a list that never ends", async () => {
  const path = `${authorization}/roleDefinitions`;
  const again = (response: Parameters<ReturnType<typeof json>>[0], asked: Asked) =>
    json({ value: [], nextLink: `http://${asked.headers.get("host")}${path}` })(response, asked);
  await expect(read("PolicyVersion", { [path]: again })).rejects.toThrow("a list has more than 50 pages");
});

it("has no repositories", async () => {
  expect((await read("DescribeRepositories", {})).data).toBeUndefined();
});

it("says why when it is refused, and shows no token", async () => {
  const denied = json({ error: { code: "AuthorizationFailed", message: "The client is not authorized" } }, 403);
  const failure = read("ClusterDescribe", { [clusterPath]: denied });
  await expect(failure).rejects.toThrow(CloudError);
  await expect(failure).rejects.toThrow(/^127\.0\.0\.1:\d+ answers 403: The client is not authorized$/);
});

it("says so when nothing gives out tokens", async () => {
  const failure = read("ClusterDescribe", {}, { endpoint: server.url.replace("127.0.0.1", "localhost") });
  await expect(failure).rejects.toThrow(/^no Azure credentials: EnvironmentCredential is unavailable; .*; Azure CLI/);
});

it("prefers the service principal whose secret is mounted", async () => {
  writeFileSync(join(dir, "clientSecret"), "very-secret\n");
  const failure = read("ClusterDescribe", {}, { tenantId: "no tenant", clientId: "c-1" });
  await expect(failure).rejects.toThrow(/^no Azure credentials: Invalid tenant id/);
});

it("says so when the secret cannot be read", async () => {
  mkdirSync(join(dir, "clientSecret"));
  await expect(read("ClusterDescribe", {})).rejects.toThrow(/clientSecret: EISDIR$/);
});

async function read(
  kind: CloudKind,
  answersNow: typeof answers,
  settings: { tenantId?: string; clientId?: string; endpoint?: string } = {},
) {
  answers = answersNow;
  const place = { provider: "AKS", cluster: "shop", subscription: "s-1", resourceGroup: "my group" } as const;
  using source = openAzure(place, { endpoint: server.url, credentialsDir: dir, ...settings });
  return { data: await source.read(kind, new AbortController().signal), asked: server.asked };
}

function isForLocalhost({ query }: Asked): boolean {
  return query.get("resource")?.includes("localhost") ?? false;
}
