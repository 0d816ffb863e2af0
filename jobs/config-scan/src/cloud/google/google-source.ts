import { isRecord } from "@sortie/wire";
import { type CloudData, CloudError, type CloudKind, type CloudSource } from "../cloud-source.ts";
import type { Place } from "../place.ts";
import { type RestDeps, readPages, requestJson } from "../rest.ts";
import { describedCluster } from "./described-cluster.ts";
import { googleToken } from "./google-token.ts";

type Settings = { endpoint?: string | undefined };

const publicEndpoints = {
  clusters: "https://container.googleapis.com",
  projects: "https://cloudresourcemanager.googleapis.com",
  repositories: "https://artifactregistry.googleapis.com",
};

/** Google Cloud's REST APIs: Kubernetes Engine, Resource Manager and Artifact Registry. */
export function openGoogle(
  { cluster, project, location }: Extract<Place, { provider: "GKE" }>,
  { endpoint }: Settings,
): CloudSource {
  const token = googleToken(project);
  const of = (service: keyof typeof publicEndpoints): RestDeps => ({
    base: endpoint ?? publicEndpoints[service],
    token,
  });
  const inProject = `/v1/projects/${encodeURIComponent(project)}`;
  const readers: Record<CloudKind, (signal: AbortSignal) => Promise<CloudData | undefined>> = {
    async ClusterDescribe(signal) {
      const path = `${inProject}/locations/${encodeURIComponent(location)}/clusters/${encodeURIComponent(cluster)}`;
      return describedCluster(await requestJson(path, of("clusters"), signal));
    },
    async DescribeRepositories(signal) {
      const path = `${inProject}/locations/${encodeURIComponent(regionOf(location))}/repositories`;
      return { registries: await repositories(path, of("repositories"), signal) };
    },
    async ListEntitiesForPolicies(signal) {
      const body = { options: { requestedPolicyVersion: 3 } };
      const policy = await requestJson(`${inProject}:getIamPolicy`, of("projects"), signal, { method: "POST", body });
      return { rolesPolicies: policy };
    },
    PolicyVersion: async () => undefined,
  };
  return { read: (kind, signal) => readers[kind](signal), [Symbol.dispose]: () => {} };
}

/** A zone is a region and a letter. */
function regionOf(location: string): string {
  return location.replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, "$1");
}

/** The repositories of images, each with whether Google scans it, in the words of rules. */
async function repositories(path: string, deps: RestDeps, signal: AbortSignal): Promise<CloudData[]> {
  const next = ({ nextPageToken }: CloudData) =>
    typeof nextPageToken === "string" && nextPageToken !== ""
      ? `${path}?pageSize=100&pageToken=${encodeURIComponent(nextPageToken)}`
      : undefined;
  const all = await readPages(`${path}?pageSize=100`, { items: "repositories", next }, deps, signal);
  return all.map(asRepository).filter(({ format }) => format === "DOCKER");
}

function asRepository(one: unknown): CloudData {
  if (!isRecord(one)) throw new CloudError("repositories has something else than objects");
  const config = isRecord(one.vulnerabilityScanningConfig) ? one.vulnerabilityScanningConfig : {};
  const enableVulnerabilityScanning = config.enablementState === "SCANNING_ACTIVE";
  return { ...one, vulnerabilityScanningConfig: { ...config, enableVulnerabilityScanning } };
}
