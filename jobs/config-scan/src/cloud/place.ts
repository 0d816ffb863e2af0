import type { Provider } from "@sortie/posture";
import type { Config } from "../config.ts";

/** Where a cluster is to be found in its provider's APIs. */
export type Place =
  | { provider: "EKS"; cluster: string; region: string }
  | { provider: "GKE"; cluster: string; project: string; location: string }
  | { provider: "AKS"; cluster: string; subscription: string; resourceGroup: string };

export type PlaceSettings = Pick<
  Config,
  | "CLUSTER_NAME"
  | "KS_CONTEXT"
  | "KS_CLOUD_REGION"
  | "KS_GKE_PROJECT"
  | "AZURE_SUBSCRIPTION_ID"
  | "AZURE_RESOURCE_GROUP"
>;

/** Contexts that tools of the providers write; settings that say something else win (docs/reference/cloud-data.md). */
const eksForms = [
  // aws eks update-kubeconfig
  /^arn:aws[a-z-]*:eks:(?<region>[a-z0-9-]+):\d+:cluster\/(?<cluster>.+)$/,
  // the same with what no name of a Kubernetes object may have replaced
  /^arn-aws[a-z-]*-eks-(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)-\d{12}-cluster-(?<cluster>.+)$/,
  // eksctl
  /^(?:.*@)?(?<cluster>[^.@]+)\.(?<region>[a-z0-9-]+)\.eksctl\.io$/,
];
/** gcloud container clusters get-credentials */
const gkeForms = [/^gke_(?<project>[^_]+)_(?<location>[^_]+)_(?<cluster>.+)$/];

/** The place of a cluster; or what has to be set for it to be known, for a person. */
export function placeOf(provider: Provider, settings: PlaceSettings): Place | { missing: string } {
  const context = settings.KS_CONTEXT ?? settings.CLUSTER_NAME;
  if (provider === "EKS") return eksPlace(context, settings);
  return provider === "GKE" ? gkePlace(context, settings) : aksPlace(context, settings);
}

function eksPlace(context: string, settings: PlaceSettings): Place | { missing: string } {
  const { cluster = context, region } = named(context, eksForms);
  const found = settings.KS_CLOUD_REGION ?? region;
  return found === undefined ? missing("KS_CLOUD_REGION") : { provider: "EKS", cluster, region: found };
}

function gkePlace(context: string, settings: PlaceSettings): Place | { missing: string } {
  const { cluster = context, ...parts } = named(context, gkeForms);
  const project = settings.KS_GKE_PROJECT ?? parts.project;
  const location = settings.KS_CLOUD_REGION ?? parts.location;
  if (project === undefined) return missing("KS_GKE_PROJECT");
  return location === undefined ? missing("KS_CLOUD_REGION") : { provider: "GKE", cluster, project, location };
}

function aksPlace(cluster: string, settings: PlaceSettings): Place | { missing: string } {
  const { AZURE_SUBSCRIPTION_ID: subscription, AZURE_RESOURCE_GROUP: resourceGroup } = settings;
  if (subscription === undefined) return missing("AZURE_SUBSCRIPTION_ID");
  return resourceGroup === undefined
    ? missing("AZURE_RESOURCE_GROUP")
    : { provider: "AKS", cluster, subscription, resourceGroup };
}

function missing(variable: string): { missing: string } {
  return { missing: `${variable} is not set (chart: cloudProviderMetadata)` };
}

function named(context: string, forms: RegExp[]): Record<string, string | undefined> {
  return forms.map((form) => form.exec(context)?.groups).find((groups) => groups !== undefined) ?? {};
}
