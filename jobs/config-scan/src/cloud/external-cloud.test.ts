import { ApiError } from "@sortie/kube";
import type { Batch, Provider, Rule } from "@sortie/posture";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { externalCloud } from "./external-cloud.ts";
import { json, providerServer } from "./provider-server.ts";

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "very-secret");
});
afterEach(() => vi.unstubAllEnvs());

const describe = ruleAbout("eks.amazonaws.com/v1", "ClusterDescribe");
const repositories = ruleAbout("eks.amazonaws.com/v1", "DescribeRepositories");
const azure = ruleAbout("management.azure.com/v1", "ListEntitiesForPolicies");
const version = ruleAbout("apiserverinfo.kubescape.cloud/v1beta0", "APIServerInfo");
const images = ruleAbout("image.vulnscan.com/v1", "ImageVulnerabilities");

it("hands over what the provider says, named like the cluster", async () => {
  await using server = await providerServer({ "/clusters/shop": json({ cluster: { name: "shop" } }) });
  const { objects, kinds, unavailable } = await collect([describe, azure, images], "EKS", {
    CLOUD_ENDPOINT_URL: server.url,
  });
  expect(objects).toMatchObject([
    {
      apiVersion: "eks.amazonaws.com/v1",
      kind: "ClusterDescribe",
      metadata: { name: "shop", provider: "eks" },
      data: { Cluster: { Name: "shop" } },
    },
  ]);
  expect(kinds).toEqual({ "eks.amazonaws.com/v1/ClusterDescribe": 1 });
  expect(unavailable).toEqual([]);
});

it("goes on without a kind that the provider refuses, and says why", async () => {
  const denied = { __type: "AccessDeniedException", message: "not authorized to perform eks:DescribeCluster" };
  await using server = await providerServer({
    "/clusters/shop": json(denied, 403),
    AmazonEC2ContainerRegistry: json({ repositories: [] }),
  });
  const settings = { CLOUD_ENDPOINT_URL: server.url };
  const { objects, unavailable } = await collect([describe, repositories], "EKS", settings);
  expect(objects.map(({ kind }) => kind)).toEqual(["DescribeRepositories"]);
  expect(unavailable).toMatchObject([
    {
      type: { kind: "ClusterDescribe", isExternal: true },
      reason:
        "cannot get ClusterDescribe from EKS: AccessDeniedException: not authorized to perform eks:DescribeCluster",
    },
  ]);
});

it.each<[what: string, settings: object, reason: string]>([
  [
    "its place is not known",
    { KS_CLOUD_REGION: undefined },
    "KS_CLOUD_REGION is not set (chart: cloudProviderMetadata)",
  ],
  ["it is not wanted", { KS_OFFLINE: true }, "KS_OFFLINE is set"],
])("asks no provider where %s", async (_what, settings, reason) => {
  await using server = await providerServer({});
  const { unavailable } = await collect([describe], "EKS", { ...settings, CLOUD_ENDPOINT_URL: server.url });
  expect(unavailable.map((one) => one.reason)).toEqual([`EKS is not asked: ${reason}`]);
  expect(server.asked).toEqual([]);
});

it("says of all kinds that rules want from providers that the cluster has none", async () => {
  const { unavailable } = await collect([describe, azure, version, images], undefined);
  expect(unavailable.map(({ type }) => type.kind)).toEqual([
    "ClusterDescribe",
    "ListEntitiesForPolicies",
    "APIServerInfo",
  ]);
  expect(new Set(unavailable.map(({ reason }) => reason))).toEqual(
    new Set(["failed to get cloud provider, cluster: shop"]),
  );
});

it("hands over the version of a provider's API server, without asking the provider", async () => {
  const { objects } = await collect([version], "EKS", { KS_OFFLINE: true });
  expect(objects).toEqual([
    {
      apiVersion: "apiserverinfo.kubescape.cloud/v1beta0",
      kind: "APIServerInfo",
      metadata: { name: "version" },
      data: { gitVersion: "v1.33.1" },
    },
  ]);
  const refused = new ApiError({ code: 403, reason: "Forbidden", message: "no" });
  const { unavailable } = await collect([version], "EKS", {}, refused);
  expect(unavailable.map(({ reason }) => reason)).toEqual(["cannot read the version of the API server: no"]);
});

it("asks for nothing that no rule wants", async () => {
  await using server = await providerServer({});
  expect(await collect([images], "GKE", { CLOUD_ENDPOINT_URL: server.url })).toMatchObject({
    objects: [],
    unavailable: [],
  });
  expect(server.asked).toEqual([]);
});

async function collect(
  rules: Rule[],
  provider: Provider | undefined,
  settings: Partial<Parameters<typeof externalCloud>[0]["settings"]> = {},
  answer: object = { gitVersion: "v1.33.1" },
) {
  const cluster = {
    async request<T>(): Promise<T> {
      if (answer instanceof Error) throw answer;
      return answer as T;
    },
  };
  const batches: Batch[] = [];
  const all = { CLUSTER_NAME: "shop", KS_CLOUD_REGION: "eu-west-1", KS_OFFLINE: false, CLOUD_CREDENTIALS_DIR: "/none" };
  const deps = { cluster, provider, settings: { ...all, ...settings }, signal: new AbortController().signal };
  const collected = await externalCloud(deps).collect(rules, (batch) => void batches.push(batch));
  return { ...collected, objects: batches.flatMap(({ objects }) => objects) };
}

function ruleAbout(apiVersion: string, kind: string): Rule {
  const [group = "", number = ""] = apiVersion.split("/");
  const dynamicMatch = [{ apiGroups: [group], apiVersions: [number], resources: [kind] }];
  return { name: kind, match: [], dynamicMatch, controlInputs: [] };
}
