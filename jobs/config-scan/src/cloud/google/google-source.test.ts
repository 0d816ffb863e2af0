import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CloudError, type CloudKind } from "../cloud-source.ts";
import { inTurn, json, providerServer, truncated } from "../provider-server.ts";
import { openGoogle } from "./google-source.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sortie-google-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true });
});

const given = { access_token: "google-token", expires_in: 3600, token_type: "Bearer" };
const token = json(given);
const clusterPath = "/v1/projects/my-project/locations/europe-west1-b/clusters/shop";

it("describes a cluster in the words of Google's protocol buffers", async () => {
  const cluster = {
    name: "shop",
    loggingService: "none",
    clusterIpv4Cidr: "10.36.0.0/14",
    legacyAbac: {},
    databaseEncryption: { state: "DECRYPTED", keyName: "" },
    masterAuth: { clusterCaCertificate: "CA", password: "hunter2", clientKey: "key" },
    nodePools: [{ config: { metadata: { "disable-legacy-endpoints": "true" }, oauthScopes: ["a"] } }],
    resourceLabels: { myTeam: "a" },
  };
  const { data, asked } = await read("ClusterDescribe", { [clusterPath]: json(cluster) });
  expect(data).toEqual({
    name: "shop",
    logging_service: "none",
    cluster_ipv4_cidr: "10.36.0.0/14",
    legacy_abac: {},
    database_encryption: { state: 2, key_name: "" },
    master_auth: { cluster_ca_certificate: "CA" },
    node_pools: [{ config: { metadata: { "disable-legacy-endpoints": "true" }, oauth_scopes: ["a"] } }],
    resource_labels: { myTeam: "a" },
  });
  expect(asked.at(-1)?.headers.get("authorization")).toBe("Bearer google-token");
});

it("says who has which role in the project", async () => {
  const policy = { bindings: [{ role: "roles/viewer", members: ["user:test@example.com"] }] };
  const { data } = await read("ListEntitiesForPolicies", { "/v1/projects/my-project:getIamPolicy": json(policy) });
  expect(data).toEqual({ rolesPolicies: policy });
});

it("says of the images' repositories of all pages whether they are scanned", async () => {
  const repository = (format: string, enablementState?: string) => ({
    format,
    ...(enablementState === undefined ? {} : { vulnerabilityScanningConfig: { enablementState } }),
  });
  const { data, asked } = await read("DescribeRepositories", {
    "/v1/projects/my-project/locations/europe-west1/repositories": inTurn(
      json({ repositories: [repository("DOCKER", "SCANNING_ACTIVE"), repository("NPM")], nextPageToken: "a b" }),
      json({ repositories: [repository("DOCKER", "SCANNING_DISABLED"), repository("DOCKER")] }),
    ),
  });
  const scanned = (config: unknown) =>
    (config as { vulnerabilityScanningConfig: object }[]).map(({ vulnerabilityScanningConfig: one }) => one);
  expect(scanned((data as { registries: unknown }).registries)).toEqual([
    { enablementState: "SCANNING_ACTIVE", enableVulnerabilityScanning: true },
    { enablementState: "SCANNING_DISABLED", enableVulnerabilityScanning: false },
    { enableVulnerabilityScanning: false },
  ]);
  expect(asked.at(-1)?.query.get("pageToken")).toBe("a b");
});

it("has no versions of policies", async () => {
  expect((await read("PolicyVersion", {})).data).toBeUndefined();
});

it("takes the pod's identity from the metadata server", async () => {
  await using server = await providerServer({
    "/computeMetadata/v1/instance/service-accounts/default/token": json(given, 200, { "metadata-flavor": "Google" }),
    [clusterPath]: json({ name: "shop" }),
  });
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "");
  vi.stubEnv("HOME", dir);
  vi.stubEnv("GCE_METADATA_HOST", new URL(server.url).host);
  vi.stubEnv("METADATA_SERVER_DETECTION", "assume-present");
  expect(await readFrom(server.url, "ClusterDescribe")).toEqual({ name: "shop" });
});

it.each<[what: string, answer: ReturnType<typeof json>, message: RegExp]>([
  [
    "is refused",
    json({ error: { code: 403, message: "Required permission" } }, 403),
    /answers 403: Required permission/,
  ],
  [
    "is sent elsewhere",
    (response) => response.writeHead(302, { location: "https://example.com" }).end(),
    /answers 302/,
  ],
  ["gets no JSON", (response) => response.end("<html>"), /something else than a JSON object/],
  [
    "gets too much",
    (response) => response.end(Buffer.alloc(17 * 1024 * 1024)),
    /answers with more than 16777216 bytes/,
  ],
])("says why when it %s, and shows no token", async (_what, answer, message) => {
  const failure = read("ClusterDescribe", { [clusterPath]: answer });
  await expect(failure).rejects.toThrow(CloudError);
  await expect(failure).rejects.toThrow(message);
  await expect(failure).rejects.not.toThrow(/google-token/);
});

it("asks again when it was too fast, or got half an answer", async () => {
  const { data } = await read("ClusterDescribe", {
    [clusterPath]: inTurn(json({}, 429, { "retry-after": "0" }), truncated('{"name":'), json({ name: "shop" })),
  });
  expect(data).toEqual({ name: "shop" });
});

it("says so when its credentials are refused", async () => {
  const refused = json({ error: "invalid_grant", error_description: "expired" }, 400);
  await expect(read("ClusterDescribe", {}, refused)).rejects.toThrow(/^no Google credentials: .*invalid_grant/);
});

/** Reads one kind from a server that also changes a pod's token for Google's, as workload identity federation does. */
async function read(kind: CloudKind, answers: Parameters<typeof providerServer>[0], sts = token) {
  await using server = await providerServer({ "/sts": sts, ...answers });
  writeFileSync(join(dir, "token"), "pod-token");
  const key = {
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/k",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: `${server.url}/sts`,
    credential_source: { file: join(dir, "token") },
  };
  writeFileSync(join(dir, "key.json"), JSON.stringify(key));
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", join(dir, "key.json"));
  return { data: await readFrom(server.url, kind), asked: server.asked };
}

async function readFrom(endpoint: string, kind: CloudKind) {
  const place = { provider: "GKE", cluster: "shop", project: "my-project", location: "europe-west1-b" } as const;
  using source = openGoogle(place, { endpoint });
  return await source.read(kind, new AbortController().signal);
}
