import type { Config } from "../config.ts";
import type { CloudSource } from "./cloud-source.ts";
import type { Place } from "./place.ts";

export type CloudAccess = Pick<
  Config,
  "AZURE_CLIENT_ID" | "AZURE_FEDERATED_TOKEN_FILE" | "AZURE_TENANT_ID" | "CLOUD_CREDENTIALS_DIR" | "CLOUD_ENDPOINT_URL"
>;

/**
 * Loads what speaks to one provider, and nothing of the others': each is larger than the rest of the program. Nothing is
 * sent yet.
 */
export async function openCloud(place: Place, access: CloudAccess): Promise<CloudSource> {
  const endpoint = access.CLOUD_ENDPOINT_URL;
  if (place.provider === "EKS") {
    const { openAws } = await import("./aws/aws-source.ts");
    return openAws(place, { endpoint });
  }
  if (place.provider === "GKE") {
    const { openGoogle } = await import("./google/google-source.ts");
    return openGoogle(place, { endpoint });
  }
  const { openAzure } = await import("./azure/azure-source.ts");
  return openAzure(place, {
    endpoint,
    clientId: access.AZURE_CLIENT_ID,
    tenantId: access.AZURE_TENANT_ID,
    tokenFile: access.AZURE_FEDERATED_TOKEN_FILE,
    credentialsDir: access.CLOUD_CREDENTIALS_DIR,
  });
}
