import type { CallOptions, Cluster } from "./cluster.ts";

/** Who a token or certificate belongs to (Kubernetes Authenticating, "Users in Kubernetes"). */
export type KubeUser = {
  username: string;
  uid?: string | undefined;
  groups?: string[] | undefined;
  extra?: Record<string, string[]> | undefined;
};

/** What a user wants to do: to a resource, or to a path that is none. */
export type AccessAttributes =
  | {
      verb: string;
      group: string;
      resource: string;
      version?: string | undefined;
      namespace?: string | undefined;
      name?: string | undefined;
      subresource?: string | undefined;
    }
  | { verb: string; path: string };

type TokenReview = { status?: { authenticated?: boolean; user?: KubeUser; audiences?: string[] | null } };
type SubjectAccessReview = { status?: { allowed?: boolean; denied?: boolean } };

/**
 * Asks the API server whose token this is, by a `TokenReview`. `undefined`: it is nobody's, has expired, or is not meant
 * for any of `audiences`. An empty list stands for the API server's own audience.
 */
export async function reviewToken(
  cluster: Pick<Cluster, "request">,
  token: string,
  audiences: string[],
  call: CallOptions = {},
): Promise<KubeUser | undefined> {
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: { token, audiences } };
  const path = "/apis/authentication.k8s.io/v1/tokenreviews";
  const { status } = await cluster.request<TokenReview>("POST", path, { ...call, body });
  if (!status?.authenticated || !status.user?.username) return undefined;
  // An authenticator that knows nothing of audiences answers without any: its word is worth the server's own only.
  const isMeant = audiences.length === 0 || status.audiences?.some((audience) => audiences.includes(audience));
  return isMeant ? status.user : undefined;
}

/** Asks the API server whether a user may do something, by a `SubjectAccessReview`. */
export async function reviewAccess(
  cluster: Pick<Cluster, "request">,
  { username, uid, groups, extra }: KubeUser,
  attributes: AccessAttributes,
  call: CallOptions = {},
): Promise<boolean> {
  const what = "path" in attributes ? { nonResourceAttributes: attributes } : { resourceAttributes: attributes };
  const spec = { user: username, uid, groups, extra, ...what };
  const body = { apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview", spec };
  const path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
  const { status } = await cluster.request<SubjectAccessReview>("POST", path, { ...call, body });
  return status?.allowed === true && status.denied !== true;
}
