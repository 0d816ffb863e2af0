import { expect, it } from "vitest";
import { type Place, type PlaceSettings, placeOf } from "./place.ts";

const arn = "arn:aws:eks:eu-west-1:123456789012:cluster/shop";
const eks: Place = { provider: "EKS", cluster: "shop", region: "eu-west-1" };
const gke: Place = { provider: "GKE", cluster: "shop", project: "my-project", location: "europe-west1" };
const aks: Place = { provider: "AKS", cluster: "shop", subscription: "s-1", resourceGroup: "group" };

it.each<[what: string, settings: Partial<PlaceSettings>, place: Place]>([
  ["an ARN", { CLUSTER_NAME: arn }, eks],
  ["an ARN of another partition", { CLUSTER_NAME: arn.replace("aws:", "aws-cn:") }, eks],
  ["an ARN with dashes", { CLUSTER_NAME: "arn-aws-eks-eu-west-1-123456789012-cluster-shop" }, eks],
  ["eksctl's name", { CLUSTER_NAME: "me@shop.eu-west-1.eksctl.io" }, eks],
  ["a context beside a name of one's own", { CLUSTER_NAME: "production", KS_CONTEXT: arn }, eks],
  ["a name and a region", { CLUSTER_NAME: "shop", KS_CLOUD_REGION: "eu-west-1" }, eks],
  ["a region that is set", { CLUSTER_NAME: arn, KS_CLOUD_REGION: "eu-west-2" }, { ...eks, region: "eu-west-2" }],
  ["gcloud's name", { CLUSTER_NAME: "gke_my-project_europe-west1_shop" }, gke],
  ["its parts", { CLUSTER_NAME: "shop", KS_GKE_PROJECT: "my-project", KS_CLOUD_REGION: "europe-west1" }, gke],
  ["a group of resources", { CLUSTER_NAME: "shop", AZURE_SUBSCRIPTION_ID: "s-1", AZURE_RESOURCE_GROUP: "group" }, aks],
])("knows where a cluster is by %s", (_what, settings, place) => {
  expect(placeOf(place.provider, { ...none, ...settings })).toEqual(place);
});

it.each<[provider: Place["provider"], settings: Partial<PlaceSettings>, variable: string]>([
  ["EKS", {}, "KS_CLOUD_REGION"],
  ["GKE", { KS_CLOUD_REGION: "europe-west1" }, "KS_GKE_PROJECT"],
  ["GKE", { KS_GKE_PROJECT: "my-project" }, "KS_CLOUD_REGION"],
  ["AKS", { AZURE_RESOURCE_GROUP: "group" }, "AZURE_SUBSCRIPTION_ID"],
  ["AKS", { AZURE_SUBSCRIPTION_ID: "s-1" }, "AZURE_RESOURCE_GROUP"],
])("says for %s with %j that %s is missing", (provider, settings, variable) => {
  const place = placeOf(provider, { ...none, ...settings });
  expect(place).toEqual({ missing: `${variable} is not set (chart: cloudProviderMetadata)` });
});

const none: PlaceSettings = {
  CLUSTER_NAME: "cluster",
  KS_CONTEXT: undefined,
  KS_CLOUD_REGION: undefined,
  KS_GKE_PROJECT: undefined,
  AZURE_SUBSCRIPTION_ID: undefined,
  AZURE_RESOURCE_GROUP: undefined,
};
