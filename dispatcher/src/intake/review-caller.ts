import { type Cluster, resources, reviewAccess, reviewToken } from "@sortie/kube";
import type { AccessDeps } from "./access.ts";
import { reviewInTurns } from "./review-turns.ts";

/** Longer tokens are no service account's, and are not passed on. */
const maxTokenLength = 16_384;

/** Asks the API server about a token: whose it is, and whether they may create OperatorCommands in the namespace. */
export function reviewCaller(cluster: Pick<Cluster, "request">, namespace: string): AccessDeps["mayCreateCommands"] {
  return reviewInTurns(async (token) => {
    if (token.length > maxTokenLength) return "unauthenticated";
    const options = { timeoutSeconds: 10 };
    const user = await reviewToken(cluster, token, [], options);
    if (user === undefined) return "unauthenticated";
    const { group, plural: resource } = resources.operatorCommands;
    const mayCreate = await reviewAccess(cluster, user, { verb: "create", group, resource, namespace }, options);
    return mayCreate ? "yes" : "no";
  });
}
