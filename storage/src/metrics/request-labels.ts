import type { RequestInfo, ResourceRequest } from "../api/request-info.ts";
import { isApply } from "../api/wire/patch-types.ts";
import type { Kinds, Verb } from "../kinds/kind.ts";

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
 * Labels have few values: what nobody serves has no name, or clients could make any number of them.
 *
 * @param contentType Of a patch, by which an apply is known.
 */
export function requestLabels(info: RequestInfo, kinds: Kinds, contentType: string | null = null): RequestLabels {
  const kind = info.type === "resource" ? kinds.find(info.group, info.version, info.plural) : undefined;
  if (info.type === "other" || !kind) {
    const method = info.type === "other" ? info.verb.toUpperCase() : verbs[info.verb];
    const verb = info.type === "resource" || methods.has(method) ? method : "other";
    return { group: "", resource: "", scope: "", subresource: "", verb, version: "" };
  }
  const { group, plural, version } = kind;
  const subresource = info.subresource === "status" ? "status" : "";
  const verb = info.verb === "patch" && isApply(contentType) ? "APPLY" : verbs[info.verb];
  return { group, resource: plural, scope: scopeOf(info), subresource, verb, version };
}

/** What is made is one object, as what is named. */
function scopeOf({ verb, name, namespace }: ResourceRequest): string {
  if (name !== undefined || verb === "create") return "resource";
  return namespace === undefined ? "cluster" : "namespace";
}
