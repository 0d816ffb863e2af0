import { ECRClient } from "@aws-sdk/client-ecr";
import { DescribeClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { IAMClient } from "@aws-sdk/client-iam";
import { bounds, type CloudData, CloudError, type CloudKind, type CloudSource } from "../cloud-source.ts";
import type { Place } from "../place.ts";
import { limitBodies } from "./limit-bodies.ts";
import { attachedEntities, policyDocuments } from "./policies.ts";
import { repositories } from "./repositories.ts";
import { withGoNames } from "./with-go-names.ts";

type Settings = { endpoint?: string | undefined };

/** AWS: EKS, ECR and IAM through its SDK, with the credentials that the SDK finds by itself. */
export function openAws({ cluster, region }: Extract<Place, { provider: "EKS" }>, { endpoint }: Settings): CloudSource {
  const requestHandler = { requestTimeout: bounds.requestMs, connectionTimeout: 5000, throwOnRequestTimeout: true };
  const settings = { region, requestHandler, maxAttempts: 4, ...(endpoint === undefined ? {} : { endpoint }) };
  const [eks, ecr, iam] = [new EKSClient(settings), new ECRClient(settings), new IAMClient(settings)];
  for (const { middlewareStack } of [eks, ecr, iam]) middlewareStack.use(limitBodies);
  const readers: Record<CloudKind, (signal: AbortSignal) => Promise<CloudData>> = {
    async ClusterDescribe(abortSignal) {
      const { cluster: described } = await eks.send(new DescribeClusterCommand({ name: cluster }), { abortSignal });
      return { Cluster: withGoNames({ ...absentFields, ...described }) };
    },
    DescribeRepositories: (signal) => repositories(ecr, signal),
    ListEntitiesForPolicies: async (signal) => ({ rolesPolicies: await attachedEntities(iam, signal) }),
    PolicyVersion: async (signal) => ({ policiesDocuments: await policyDocuments(iam, signal) }),
  };
  return {
    async read(kind, signal) {
      try {
        return await readers[kind](signal);
      } catch (err) {
        signal.throwIfAborted();
        throw asCloudError(err);
      }
    },
    [Symbol.dispose]() {
      for (const client of [eks, ecr, iam]) client.destroy();
    },
  };
}

/** Released rules tell a field that is empty from one that is not there at all. */
const absentFields = { accessConfig: null, encryptionConfig: null, logging: null, resourcesVpcConfig: null };

function asCloudError(err: unknown): CloudError {
  if (err instanceof CloudError) return err;
  if (!(err instanceof Error)) return new CloudError(String(err));
  return new CloudError(`${err.name}: ${err.message}`, { cause: err });
}
