import { ApiError } from "./api-error.ts";
import type { Cluster, KubeObject, PatchType } from "./cluster.ts";
import { type Place, resourcePath } from "./resource-path.ts";
import type { Transport } from "./transport/transport.ts";

/** Kubernetes API, "Patches": how the server reads the body of a PATCH. */
const patchContentTypes: Record<PatchType, string> = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
};

/** The calls that read or change one object. */
export function objectCalls(
  transport: Transport,
): Pick<Cluster, "get" | "create" | "update" | "patch" | "apply" | "delete"> {
  return {
    async get<T extends KubeObject>(
      ...[resource, at, options = {}]: Parameters<Cluster["get"]>
    ): Promise<T | undefined> {
      const { query, ...call } = options;
      const path = resourcePath(resource, at, query);
      const found = await orRefusal(transport.json<T>({ method: "GET", path, ...call }), ["NotFound"]);
      return found.ok ? found.object : undefined;
    },

    async create(resource, object, call = {}) {
      if (resource.namespaced && !object.metadata?.namespace)
        throw new TypeError("the object has no metadata.namespace");
      const path = resourcePath(resource, { namespace: object.metadata?.namespace });
      const body = JSON.stringify(object);
      return orRefusal(transport.json({ method: "POST", path, body, ...call }), ["AlreadyExists"]);
    },

    async update(resource, object, { subresource, ...call } = {}) {
      // Without it the server replaces whatever somebody else wrote meanwhile.
      if (!object.metadata?.resourceVersion) throw new TypeError("the object has no metadata.resourceVersion");
      const path = resourcePath(resource, { ...placeOf(object), subresource });
      const body = JSON.stringify(object);
      return orRefusal(transport.json({ method: "PUT", path, body, ...call }), ["Conflict", "NotFound"]);
    },

    async patch(resource, at, patch, { type, subresource, ...call }) {
      const path = resourcePath(resource, { ...at, subresource });
      const content = { body: JSON.stringify(patch), contentType: patchContentTypes[type] };
      return orRefusal(transport.json({ method: "PATCH", path, ...content, ...call }), ["Conflict", "NotFound"]);
    },

    async apply(resource, object, { fieldManager, force, subresource, ...call }) {
      const path = resourcePath(resource, { ...placeOf(object), subresource }, { fieldManager, force });
      const contentType = "application/apply-patch+yaml";
      return transport.json({ method: "PATCH", path, body: JSON.stringify(object), contentType, ...call });
    },

    async delete(resource, at, { uid, propagationPolicy, ...call } = {}) {
      const path = resourcePath(resource, at);
      const body = JSON.stringify({ propagationPolicy, ...(uid ? { preconditions: { uid } } : {}) });
      const sent = transport.json({ method: "DELETE", path, body, ...call });
      // A conflict with the uid means that the object meant is gone and another has its name.
      return (await orRefusal(sent, uid ? ["NotFound", "Conflict"] : ["NotFound"])).ok;
    },
  };
}

function placeOf({ metadata }: KubeObject): Place & { name: string } {
  if (!metadata?.name) throw new TypeError("the object has no metadata.name");
  return { namespace: metadata.namespace, name: metadata.name };
}

/**
 * The object that the server answered with, or its refusal where the caller branches on that reason. A 404 that is no
 * `Status` is thrown: it says that the server does not know the resource, not that one object is missing.
 */
async function orRefusal<T, Reason extends string>(
  sent: Promise<T>,
  expected: readonly Reason[],
): Promise<{ ok: true; object: T } | { ok: false; reason: Reason }> {
  try {
    return { ok: true, object: await sent };
  } catch (err) {
    const reason = err instanceof ApiError ? expected.find((one) => one === err.reason) : undefined;
    if (reason === undefined) throw err;
    return { ok: false, reason };
  }
}
