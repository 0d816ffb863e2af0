import { isRecord } from "@sortie/wire";
import { type CloudData, CloudError, type CloudKind, type CloudSource } from "../cloud-source.ts";
import type { Place } from "../place.ts";
import { type RestDeps, readPages, requestJson } from "../rest.ts";
import { type AzureCredentials, azureToken } from "./azure-token.ts";

type Settings = AzureCredentials & { endpoint?: string | undefined };

const publicEndpoint = "https://management.azure.com";

/** Versions of the REST APIs (https://learn.microsoft.com/rest/api/azure/). */
const versions = { clusters: "2024-05-01", authorization: "2022-04-01" };

/** Azure's Resource Manager. Data is as its REST API has it. */
export function openAzure(
  { cluster, subscription, resourceGroup }: Extract<Place, { provider: "AKS" }>,
  { endpoint = publicEndpoint, ...credentials }: Settings,
): CloudSource {
  const deps: RestDeps = { base: endpoint, token: azureToken(credentials, endpoint) };
  const scope = `/subscriptions/${encodeURIComponent(subscription)}`;
  const group = `${scope}/resourceGroups/${encodeURIComponent(resourceGroup)}`;
  const readers: Record<CloudKind, (signal: AbortSignal) => Promise<CloudData | undefined>> = {
    ClusterDescribe: (signal) => {
      const path = `${group}/providers/Microsoft.ContainerService/managedClusters/${encodeURIComponent(cluster)}`;
      return requestJson(`${path}?api-version=${versions.clusters}`, deps, signal);
    },
    DescribeRepositories: async () => undefined,
    ListEntitiesForPolicies: async (signal) => ({
      roleAssignments: await list(scope, "roleAssignments", deps, signal),
    }),
    PolicyVersion: async (signal) => ({ roleDefinitions: await list(scope, "roleDefinitions", deps, signal) }),
  };
  return { read: (kind, signal) => readers[kind](signal), [Symbol.dispose]: () => {} };
}

/** Azure names the next page by its whole address. */
async function list(scope: string, what: string, deps: RestDeps, signal: AbortSignal): Promise<unknown[]> {
  const first = `${scope}/providers/Microsoft.Authorization/${what}?api-version=${versions.authorization}`;
  const next = ({ nextLink }: CloudData) => (typeof nextLink === "string" && nextLink !== "" ? nextLink : undefined);
  const all = await readPages(first, { items: "value", next }, deps, signal);
  if (!all.every(isRecord)) throw new CloudError(`${what} has something else than objects`);
  return all;
}
