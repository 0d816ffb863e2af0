import { expect, it } from "vitest";
import { at, environment, jobTemplate, objectOf, pods, render } from "./render.ts";

const eks = { cloudProviderMetadata: { cloudRegion: "eu-west-1", awsIamRoleArn: "arn:aws:iam::1:role/scans" } };
const aks = { cloudProviderMetadata: { aksSubscriptionID: "s", aksTenantID: "t", aksClientID: "c" } };
const withSecret = { cloudProviderMetadata: { ...aks.cloudProviderMetadata, aksClientSecret: "very-secret" } };
const egress = { global: { networkPolicy: { enabled: true, createEgressRules: true } } };

it("asks no provider unless the values name one, and none offline", async () => {
  for (const values of [{}, { ...eks, capabilities: { kubescapeOffline: "enable" } }]) {
    const rendering = await render(values);
    const names = Object.keys(environment(pods(rendering)["config-scan"]));
    expect(names.filter((name) => /^(KS_C|KS_G|AZURE)/.test(name))).toEqual([]);
    expect(at(objectOf(rendering, "ServiceAccount", "config-scan"), "metadata", "annotations")).toBeUndefined();
  }
});

it("tells scans where the cluster is, by its name as it was given", async () => {
  const arn = "arn:aws:eks:eu-west-1:123456789012:cluster/shop";
  const { "config-scan": pod } = pods(await render({ ...eks, clusterName: arn }));
  expect(environment(pod)).toMatchObject({ KS_CONTEXT: arn, KS_CLOUD_REGION: "eu-west-1", KS_OFFLINE: "false" });
});

it.each<[values: object, annotations: object]>([
  [eks, { "eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/scans" }],
  [
    { cloudProviderMetadata: { gkeServiceAccount: "scans@p.iam.gserviceaccount.com" } },
    { "iam.gke.io/gcp-service-account": "scans@p.iam.gserviceaccount.com" },
  ],
  [aks, { "azure.workload.identity/client-id": "c" }],
  [
    { ...eks, additionalAnnotations: { a: "b" } },
    { a: "b", "eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/scans" },
  ],
])("lets the ServiceAccount of scans alone stand for an identity of the provider: %j", async (values, annotations) => {
  const rendering = await render(values);
  expect(at(objectOf(rendering, "ServiceAccount", "config-scan"), "metadata", "annotations")).toEqual(annotations);
  const other = at(objectOf(rendering, "ServiceAccount", "dispatcher"), "metadata", "annotations") ?? {};
  expect(Object.keys(other).filter((key) => key !== "a")).toEqual([]);
});

it("uses Azure's workload identity unless there is a secret", async () => {
  const label = async (values: object) =>
    at(jobTemplate(await render(values)), "spec", "template", "metadata", "labels", "azure.workload.identity/use");
  expect(await label(aks)).toBe("true");
  expect(await label(withSecret)).toBeUndefined();
});

it("mounts a secret into scans and nowhere else, and shows it in no environment", async () => {
  const rendering = await render(withSecret);
  const secret = objectOf(rendering, "Secret", "cloud-provider");
  expect(secret.data).toEqual({ clientSecret: Buffer.from("very-secret").toString("base64") });
  const { "config-scan": scan, ...others } = pods(rendering);
  expect(JSON.stringify(scan)).toContain('"secretName":"cloud-provider"');
  expect(JSON.stringify(others)).not.toContain("cloud-provider");
  expect(JSON.stringify(scan)).not.toContain("very-secret");
  const jobs = JSON.stringify(rendering.objects.filter(({ kind }) => kind === "ValidatingAdmissionPolicy"));
  expect(jobs).toContain('secretName in [\\"cloud-provider\\"]');
});

it("mounts a Secret of one's own in its place", async () => {
  const values = { cloudProviderMetadata: { ...aks.cloudProviderMetadata, secretRef: { name: "mine" } } };
  const rendering = await render(values);
  expect(JSON.stringify(pods(rendering)["config-scan"])).toContain('"secretName":"mine"');
  expect(
    rendering.objects.filter(({ kind, metadata }) => kind === "Secret" && metadata.name === "cloud-provider"),
  ).toEqual([]);
});

it("opens the way to the provider, and to what gives pods their identity, where it is asked", async () => {
  const rules = async (values: object) => {
    const { spec } = objectOf(await render({ ...egress, ...values }), "NetworkPolicy", "config-scan");
    return JSON.stringify(at(spec, "egress"));
  };
  expect(await rules({})).not.toContain("169.254");
  const open = await rules(eks);
  expect(open).toContain('"port":443');
  expect(open).toContain('"cidr":"169.254.0.0/16"');
  expect(open).toContain('"cidr":"fd00:ec2::/32"'); // EKS' agent is at fd00:ec2::23 for pods of IPv6
});
