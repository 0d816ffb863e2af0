import type { Verb } from "../kinds/kind.ts";

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

export function requestInfo(method: string, url: URL): RequestInfo {
  const path = url.pathname;
  const other: RequestInfo = { type: "other", path, verb: method.toLowerCase() };
  const segments = decoded(path);
  if (!segments) return other;
  const [root, ...rest] = segments;
  const [group, version, ...asked] = root === "api" ? ["", ...rest] : root === "apis" ? rest : [];
  if (group === undefined || version === undefined || asked.length === 0) return other;

  // How watches were asked for before there was the parameter; of one object it is the only way in the URL.
  const isWatch = asked[0] === "watch";
  const below = isWatch ? asked.slice(1) : asked;
  const named = below[0] === "namespaces" && below.length > 2;
  const [plural, name, subresource, ...tooMuch] = named ? below.slice(2) : below;
  const verb = isWatch ? watchVerb(method) : verbOf(method, name !== undefined, url.searchParams);
  if (plural === undefined || tooMuch.length > 0 || !verb) return other;
  const namespace = named ? below[1] : undefined;
  return { type: "resource", path, verb, group, version, plural, namespace, name, subresource };
}

/** Go's `strconv.ParseBool`, for query parameters. A parameter without a value is true. */
export function isTrue(value: string | null): boolean {
  return value !== null && ["", "1", "t", "T", "true", "TRUE", "True"].includes(value);
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

/** Segments between the slashes, or `undefined` when they are no URL path. */
function decoded(path: string): string[] | undefined {
  try {
    return path.split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
