import type { Verb } from "../meta/kind.ts";

/** What a URL and method ask for. Kubernetes API Concepts, "Resource URIs"; also what is asked of the authorizer. */
export type RequestInfo =
  | { type: "other"; path: string; verb: string }
  | {
      type: "resource";
      path: string;
      verb: Verb;
      group: string;
      version: string;
      plural: string;
      /** Absent: a cluster-scoped resource, or all namespaces. */
      namespace: string | undefined;
      name: string | undefined;
      subresource: string | undefined;
    };

export type ResourceRequest = RequestInfo & { type: "resource" };

export function requestInfo(method: string, url: Pick<URL, "pathname" | "searchParams">): RequestInfo {
  const path = url.pathname;
  const other: RequestInfo = { type: "other", path, verb: method.toLowerCase() };
  const segments = decoded(path);
  if (!segments) return other;
  const hasGroup = segments[0] === "apis";
  if (!hasGroup && segments[0] !== "api") return other;
  const [group, version] = hasGroup ? [segments[1], segments[2]] : ["", segments[1]];
  const first = hasGroup ? 3 : 2;
  if (group === undefined || version === undefined || segments.length <= first) return other;

  // How watches were asked for before there was the parameter; of one object it is the only way in the URL.
  const isWatch = segments[first] === "watch";
  const start = isWatch ? first + 1 : first;
  const named = segments[start] === "namespaces" && segments.length > start + 2;
  const at = named ? start + 2 : start;
  const [plural, name, subresource] = [segments[at], segments[at + 1], segments[at + 2]];
  const verb = isWatch ? watchVerb(method) : verbOf(method, name !== undefined, url.searchParams);
  if (plural === undefined || segments.length > at + 3 || !verb) return other;
  const namespace = named ? segments[start + 1] : undefined;
  return { type: "resource", path, verb, group, version, plural, namespace, name, subresource };
}

/** Of a query parameter, as kube-apiserver reads it: whatever is there is true, but for `false` and `0`. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== "0" && value.toLowerCase() !== "false";
}

function watchVerb(method: string): Verb | undefined {
  return method === "GET" ? "watch" : undefined;
}

function verbOf(method: string, isNamed: boolean, query: URLSearchParams): Verb | undefined {
  switch (method) {
    case "GET":
    case "HEAD":
      // A stream that nobody reads would never end, so HEAD asks about the list.
      if (isNamed) return "get";
      return method === "GET" && isTrue(query.get("watch")) ? "watch" : "list";
    case "POST":
      return isNamed ? undefined : "create";
    case "PUT":
      return isNamed ? "update" : undefined;
    case "PATCH":
      return isNamed ? "patch" : undefined;
    case "DELETE":
      return isNamed ? "delete" : "deletecollection";
    default:
      return undefined;
  }
}

/**
 * Segments between the slashes, or `undefined` when they are no URL path. An empty one is not passed over: kube-apiserver, which
 * has asked whether the user may, counts it as the name of a namespace, resource or object.
 */
function decoded(path: string): string[] | undefined {
  const segments = path.slice(1, path.endsWith("/") ? -1 : undefined).split("/");
  if (segments.includes("")) return undefined;
  if (!path.includes("%")) return segments;
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
