import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CloudError, type CloudKind, type CloudSource } from "../cloud-source.ts";
import { inTurn, json, providerServer, truncated, xml } from "../provider-server.ts";
import { openAws } from "./aws-source.ts";

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "very-secret");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
});
afterEach(() => vi.unstubAllEnvs());

const ecr = "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories";
const iam = (action: string, result: string) =>
  `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${result}</${action}Result></${action}Response>`;
const denied = { __type: "AccessDeniedException", message: "User: arn:aws:iam::1:user/a is not authorized" };

it("describes a cluster with the names that rules know", async () => {
  const cluster = {
    name: "shop",
    createdAt: 1_589_625_539.134,
    resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] },
    logging: { clusterLogging: [{ enabled: true, types: ["api", "audit"] }] },
    tags: { owner: "me" },
  };
  await using server = await providerServer({ "/clusters/shop": json({ cluster }) });
  expect(await read(server.url, "ClusterDescribe")).toEqual({
    Cluster: {
      Name: "shop",
      CreatedAt: "2020-05-16T10:38:59.134Z",
      ResourcesVpcConfig: { EndpointPublicAccess: true, PublicAccessCidrs: ["0.0.0.0/0"] },
      Logging: { ClusterLogging: [{ Enabled: true, Types: ["api", "audit"] }] },
      Tags: { owner: "me" },
      AccessConfig: null,
      EncryptionConfig: null,
    },
  });
  expect(server.asked[0]?.headers.get("authorization")).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\//);
});

it("lists the repositories of all pages", async () => {
  const page = (name: string, nextToken?: string) =>
    json({
      repositories: [{ repositoryName: name, imageScanningConfiguration: { scanOnPush: true } }],
      ...(nextToken === undefined ? {} : { nextToken }),
    });
  await using server = await providerServer({ [ecr]: inTurn(page("a", "more"), page("b")) });
  expect(await read(server.url, "DescribeRepositories")).toEqual({
    NextToken: null,
    Repositories: [
      { RepositoryName: "a", ImageScanningConfiguration: { ScanOnPush: true } },
      { RepositoryName: "b", ImageScanningConfiguration: { ScanOnPush: true } },
    ],
  });
});

const arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";
const member = `<member><Arn>${arn}</Arn><DefaultVersionId>v3</DefaultVersionId></member>`;
const policies = xml(iam("ListPolicies", `<IsTruncated>false</IsTruncated><Policies>${member}</Policies>`));

it("says which roles attached policies are attached to", async () => {
  const role = "<member><RoleName>shop-NodeInstanceRole-1</RoleName><RoleId>R1</RoleId></member>";
  await using server = await providerServer({
    ListPolicies: policies,
    ListEntitiesForPolicy: xml(iam("ListEntitiesForPolicy", `<PolicyRoles>${role}</PolicyRoles>`)),
  });
  expect(await read(server.url, "ListEntitiesForPolicies")).toEqual({
    rolesPolicies: {
      [arn]: {
        IsTruncated: false,
        Marker: null,
        PolicyGroups: [],
        PolicyRoles: [{ RoleName: "shop-NodeInstanceRole-1", RoleId: "R1" }],
        PolicyUsers: [],
      },
    },
  });
  expect(server.asked[0]?.form.get("OnlyAttached")).toBe("true");
});

it("reads the documents of policies", async () => {
  const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["ecr:*"], Resource: "*" }] };
  const version = `<PolicyVersion><Document>${encodeURIComponent(JSON.stringify(document))}</Document></PolicyVersion>`;
  await using server = await providerServer({
    ListPolicies: policies,
    GetPolicyVersion: xml(iam("GetPolicyVersion", version)),
  });
  expect(await read(server.url, "PolicyVersion")).toEqual({ policiesDocuments: { [arn]: document } });
  expect(server.asked[1]?.form.get("VersionId")).toBe("v3");
});

it.each<[what: string, answer: ReturnType<typeof json>, message: RegExp]>([
  ["is refused", json(denied, 403), /^AccessDeniedException: User: arn:aws:iam::1:user\/a is not authorized$/],
  ["finds no such cluster", json({ __type: "ResourceNotFoundException", message: "no shop" }, 404), /no shop/],
  ["gets half an answer", truncated('{"cluster":'), /./],
  ["gets no JSON", (response) => response.end("<html>"), /./],
  ["gets too much", (response) => response.end(Buffer.alloc(17 * 1024 * 1024)), /more than 16777216 bytes/],
])("says why when it %s, and shows no secret", async (_what, answer, message) => {
  await using server = await providerServer({ "/clusters/shop": answer });
  const failure = read(server.url, "ClusterDescribe");
  await expect(failure).rejects.toThrow(CloudError);
  await expect(failure).rejects.toThrow(message);
  await expect(failure).rejects.not.toThrow(/very-secret/);
});

it("asks again when it was too fast", async () => {
  const throttled = json({ __type: "ThrottlingException", message: "Rate exceeded" }, 400);
  const answer = inTurn(throttled, json({ cluster: { name: "shop" } }));
  await using server = await providerServer({ "/clusters/shop": answer });
  expect(await read(server.url, "ClusterDescribe")).toMatchObject({ Cluster: { Name: "shop" } });
  expect(server.asked).toHaveLength(2);
});

it("says so when it has no credentials", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "");
  vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
  await using server = await providerServer({});
  await expect(read(server.url, "ClusterDescribe")).rejects.toThrow(/credentials/i);
  expect(server.asked).toEqual([]);
});

it("stops waiting when it is told to", async () => {
  const stop = new AbortController();
  const silence = () => stop.abort(new Error("enough"));
  await using server = await providerServer({ "/clusters/shop": silence });
  await expect(read(server.url, "ClusterDescribe", stop.signal)).rejects.toThrow("enough");
});

async function read(endpoint: string, kind: CloudKind, signal = new AbortController().signal) {
  using source: CloudSource = openAws({ provider: "EKS", cluster: "shop", region: "eu-west-1" }, { endpoint });
  return await source.read(kind, signal);
}
