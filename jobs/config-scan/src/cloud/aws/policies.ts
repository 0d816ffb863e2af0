import {
  GetPolicyVersionCommand,
  type IAMClient,
  type Policy,
  paginateListEntitiesForPolicy,
  paginateListPolicies,
} from "@aws-sdk/client-iam";
import { forEachConcurrently } from "../../concurrency/for-each-concurrently.ts";
import { bounds, CloudError } from "../cloud-source.ts";
import { readAll } from "./read-all.ts";

/** IAM slows down who asks more; the SDK waits and asks again. */
const requestsAtOnce = 4;

/** Groups, roles and users that each policy is attached to, by its ARN. */
export async function attachedEntities(client: IAMClient, signal: AbortSignal): Promise<Record<string, unknown>> {
  return byArn(client, signal, async (policy) => {
    const entities = { PolicyGroups: [] as object[], PolicyRoles: [] as object[], PolicyUsers: [] as object[] };
    const pages = paginateListEntitiesForPolicy({ client }, { PolicyArn: policy.Arn }, { abortSignal: signal });
    await readAll(pages, ({ PolicyGroups = [], PolicyRoles = [], PolicyUsers = [] }) => {
      entities.PolicyGroups.push(...PolicyGroups);
      entities.PolicyRoles.push(...PolicyRoles);
      entities.PolicyUsers.push(...PolicyUsers);
      return [];
    });
    return { ...entities, IsTruncated: false, Marker: null };
  });
}

/** The document of each policy's default version, by its ARN. */
export async function policyDocuments(client: IAMClient, signal: AbortSignal): Promise<Record<string, unknown>> {
  return byArn(client, signal, async ({ Arn: PolicyArn, DefaultVersionId: VersionId }) => {
    const command = new GetPolicyVersionCommand({ PolicyArn, VersionId });
    const { PolicyVersion } = await client.send(command, { abortSignal: signal });
    return parseDocument(PolicyVersion?.Document ?? "", PolicyArn);
  });
}

/** IAM API, "PolicyVersion": the document is JSON in URL encoding. */
function parseDocument(text: string, arn: string | undefined): unknown {
  try {
    return JSON.parse(decodeURIComponent(text)) as unknown;
  } catch (err) {
    throw new CloudError(`the document of ${arn} is not JSON`, { cause: err });
  }
}

/** Of policies that are attached to nothing, most of them AWS' own, nobody has any rights. */
async function byArn(client: IAMClient, signal: AbortSignal, read: (policy: Policy) => Promise<unknown>) {
  const pages = paginateListPolicies({ client, pageSize: 100 }, { OnlyAttached: true }, { abortSignal: signal });
  const policies = await readAll(pages, ({ Policies = [] }) => Policies);
  if (policies.length > bounds.policies) throw new CloudError(`more than ${bounds.policies} policies are attached`);
  const found: Record<string, unknown> = {};
  await forEachConcurrently(policies, requestsAtOnce, async (policy) => {
    found[policy.Arn ?? ""] = await read(policy);
  });
  return found;
}
