import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  AggregateAuthenticationError,
  AzureCliCredential,
  ChainedTokenCredential,
  ClientSecretCredential,
  EnvironmentCredential,
  ManagedIdentityCredential,
  type TokenCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import { CloudError } from "../cloud-source.ts";

/**
 * `credentialsDir`: a mounted Secret that may have the file `clientSecret`. `tokenFile`: the pod's token, where workload
 * identity is set up (https://azure.github.io/azure-workload-identity/docs/).
 */
export type AzureCredentials = {
  tenantId?: string | undefined;
  clientId?: string | undefined;
  tokenFile?: string | undefined;
  credentialsDir: string;
};

/**
 * Answers with what gives out tokens: the service principal whose secret is mounted, workload identity, or else a service
 * principal of the environment, the node's managed identity or the `az` command, whichever there is.
 */
export function azureToken(credentials: AzureCredentials, endpoint: string): (signal: AbortSignal) => Promise<string> {
  let credential: Promise<TokenCredential> | undefined;
  return async (signal) => {
    try {
      credential ??= credentialOf(credentials);
      const given = await (await credential).getToken(`${new URL(endpoint).origin}/.default`, { abortSignal: signal });
      return given?.token ?? "";
    } catch (err) {
      signal.throwIfAborted();
      return giveUp(err);
    }
  };
}

/** Each of several ways says why it was none. */
function giveUp(err: unknown): never {
  const reasons = err instanceof AggregateAuthenticationError ? err.errors : [err as Error];
  const text = reasons.map(({ message }) => message.split(/\. |\n/)[0]).join("; ");
  throw new CloudError(`no Azure credentials: ${text}`, { cause: err });
}

async function credentialOf(credentials: AzureCredentials): Promise<TokenCredential> {
  const { tenantId, clientId, tokenFile, credentialsDir } = credentials;
  const secret = await readSecret(join(credentialsDir, "clientSecret"));
  if (secret !== undefined && tenantId !== undefined && clientId !== undefined) {
    return new ClientSecretCredential(tenantId, clientId, secret);
  }
  if (tokenFile !== undefined && tenantId !== undefined && clientId !== undefined) {
    return new WorkloadIdentityCredential({ tenantId, clientId, tokenFilePath: tokenFile });
  }
  const identity =
    clientId === undefined ? new ManagedIdentityCredential() : new ManagedIdentityCredential({ clientId });
  return new ChainedTokenCredential(new EnvironmentCredential(), identity, new AzureCliCredential());
}

async function readSecret(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, "utf8")).trim() || undefined;
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException;
    // Nor may the program read a folder that was not mounted when it started.
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ERR_ACCESS_DENIED") return undefined;
    throw new CloudError(`cannot read ${file}: ${code}`, { cause: err });
  }
}
