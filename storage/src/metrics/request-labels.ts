import type { RequestInfo, ResourceRequest } from "../api/request-info.ts";
import { isApply } from "../api/wire/patch-types.ts";
import type { Kind, Kinds, Verb } from "../meta/kind.ts";

/** kube-apiserver's labels of a request, in its order. `""` for what is no request to a kind that is served. */
export type RequestLabels = Record<"group" | "resource" | "scope" | "subresource" | "verb" | "version", string>;

/** kube-apiserver counts verbs by their HTTP method where there is one. */
const verbs: Record<Verb, string> = {
  create: "POST",
  delete: "DELETE",
  deletecollection: "DELETE",
  get: "GET",
  list: "LIST",
  patch: "PATCH",
  update: "PUT",
  watch: "WATCH",
};
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Labels of requests. Equal ones are the same object, by which they are counted: to write them out for each takes longer. They
 * have few values: what nobody serves has no name, or clients could make any number of them.
 */
export function createRequestLabels(kinds: Kinds): (info: RequestInfo, contentType: string | null) => RequestLabels {
  const known = new Map<Kind | undefined, Map<string, RequestLabels>>();

  /** @param contentType Of a patch, by which an apply is known. */
  return (info, contentType) => {
    const kind = info.type === "resource" ? kinds.find(info.group, info.version, info.plural) : undefined;
    const own = kind && info.type === "resource" ? ownLabels(info, contentType) : nameless(info);
    const ofKind = known.get(kind) ?? new Map<string, RequestLabels>();
    const key = `${own.verb} ${own.scope} ${own.subresource}`;
    const labels = ofKind.get(key) ?? allLabels(kind, own);
    known.set(kind, ofKind.set(key, labels));
    return labels;
  };
}

type OwnLabels = Pick<RequestLabels, "scope" | "subresource" | "verb">;

function ownLabels(info: ResourceRequest, contentType: string | null): OwnLabels {
  const subresource = info.subresource === "status" ? "status" : "";
  const verb = info.verb === "patch" && isApply(contentType) ? "APPLY" : verbs[info.verb];
  return { scope: scopeOf(info), subresource, verb };
}

function nameless(info: RequestInfo): OwnLabels {
  const method = info.type === "other" ? info.verb.toUpperCase() : verbs[info.verb];
  return { scope: "", subresource: "", verb: info.type === "resource" || methods.has(method) ? method : "other" };
}

function allLabels(kind: Kind | undefined, { scope, subresource, verb }: OwnLabels): RequestLabels {
  const { group = "", plural: resource = "", version = "" } = kind ?? {};
  return { group, resource, scope, subresource, verb, version };
}

/** What is made is one object, as what is named. */
function scopeOf({ verb, name, namespace }: ResourceRequest): string {
  if (name !== undefined || verb === "create") return "resource";
  return namespace === undefined ? "cluster" : "namespace";
}
