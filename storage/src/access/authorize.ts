import { createHash } from "node:crypto";
import type { AccessAttributes, KubeUser } from "@sortie/kube";
import type { RequestInfo } from "../api/request-info.ts";
import { createRemembered } from "./remembered.ts";
import type { Identity } from "./user.ts";

/** As in kube-apiserver: a right that is taken away lasts this long at most. */
const rememberSeconds = 10;
const rememberedAnswers = 10_000;
const reviewsAtOnce = 100;

export type AuthorizeDeps = {
  reviewAccess: (user: KubeUser, attributes: AccessAttributes) => Promise<boolean>;
  now: () => Date;
};

/**
 * Whether a user may do what a request asks: `undefined` for yes, otherwise the sentence that says no. Requests through
 * the front proxy have been decided by kube-apiserver; for direct ones its authorizer is asked.
 */
export function createAuthorize({ reviewAccess, now }: AuthorizeDeps) {
  const answers = createRemembered<boolean>({
    seconds: rememberSeconds,
    limit: rememberedAnswers,
    atOnce: reviewsAtOnce,
    now,
  });

  return async ({ user, isAuthorized }: Identity, info: RequestInfo, name?: string): Promise<string | undefined> => {
    if (isAuthorized || user.groups.includes("system:masters")) return undefined;
    const attributes = attributesOf(info, name);
    const question = JSON.stringify([user.username, user.uid, user.groups, user.extra, attributes]);
    // Names are as long as somebody without any right likes, and ten thousand of them are remembered.
    const isAllowed = await answers(createHash("sha256").update(question).digest("base64"), () =>
      reviewAccess(user, attributes),
    );
    return isAllowed ? undefined : refusal(user.username, info, name);
  };
}

/** @param name Of the only object that the request's field selector can match. */
function attributesOf(info: RequestInfo, name: string | undefined): AccessAttributes {
  if (info.type === "other") return { verb: info.verb, path: info.path };
  return {
    verb: info.verb,
    group: info.group,
    version: info.version,
    resource: info.plural,
    subresource: info.subresource,
    namespace: info.namespace,
    name: info.name ?? name,
  };
}

/** In the words of kube-apiserver, which people know. */
function refusal(username: string, info: RequestInfo, selected: string | undefined): string {
  if (info.type === "other") return `forbidden: User "${username}" cannot ${info.verb} path "${info.path}"`;
  const { verb, group, plural, subresource, namespace } = info;
  const name = info.name ?? selected;
  const resource = subresource ? `${plural}/${subresource}` : plural;
  const scope = namespace ? `in the namespace "${namespace}"` : "at the cluster scope";
  const subject = `${plural}${group && `.${group}`}${name ? ` "${name}"` : ""}`;
  return `${subject} is forbidden: User "${username}" cannot ${verb} resource "${resource}" in API group "${group}" ${scope}`;
}
