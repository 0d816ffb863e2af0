/** A resource as its URL names it: group `""` is the core group. Kubernetes API Concepts, "Resource URIs". */
export type Resource = { group: string; version: string; plural: string; namespaced: boolean };

/** Any Kubernetes object as the server sent it: no field is dropped or converted. */
export type KubeObject = {
  apiVersion?: string;
  kind?: string;
  metadata?: {
    name?: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    generation?: number;
    creationTimestamp?: string | null;
    deletionTimestamp?: string | null;
    labels?: Record<string, string> | null;
    annotations?: Record<string, string> | null;
    ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[] | null;
    [field: string]: unknown;
  };
  [field: string]: unknown;
};

/** One page of a list. `resourceVersion` is the list's own and is the same on every page. */
export type Page<T> = { items: T[]; resourceVersion: string; remainingItemCount?: number };

export type Selection = {
  /** Absent: all namespaces, or a cluster-scoped resource. */
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
};

/**
 * `timeoutSeconds` (60) is for one request with its answer and repetitions; for a list, for each page. `accept`: the form
 * of the answer, whole objects in JSON by default; watches do not look at it.
 */
export type CallOptions = {
  signal?: AbortSignal | undefined;
  timeoutSeconds?: number | undefined;
  accept?: string | undefined;
};

/** Lists objects without what they are about: Kubernetes API, "Receiving resources as metadata only". */
export const metadataOnlyList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

export type PatchType = "json" | "merge" | "strategic";

export type WatchOptions = Selection & {
  signal: AbortSignal;
  /** Told why an attempt ended, unless the server ended it in order. For logs: the watch goes on by itself. */
  onInterrupted?: ((err: unknown) => void) | undefined;
};

/** What a watch says. `relisted` means: forget what was known, the `objects` are all there is. */
export type WatchEvent<T> = { type: "relisted"; objects: T[] } | { type: "added" | "modified" | "deleted"; object: T };

/**
 * A connection to one API server: raw JSON over kept-alive connections, with the credentials of a kubeconfig or of the
 * pod's service account (re-read when they change).
 *
 * Errors: anything the caller cannot branch on is thrown as `ApiError`; a 404, a name that exists and a conflict are
 * values. Calls that get 429 or 503 with Retry-After are tried again, as client-go does.
 */
export type Cluster = {
  /** Base URL of the API server, without credentials. */
  readonly server: string;
  /** Namespace of the kubeconfig's context, or of the pod. */
  readonly namespace: string;
  /**
   * The server's time, as far as its answers have told it, for what is compared with times that it wrote. This machine's
   * where that is less than half a minute off.
   */
  readonly clock: { now(): Date };
  get<T extends KubeObject>(
    resource: Resource,
    at: { namespace?: string | undefined; name: string },
    options?: CallOptions & { query?: Record<string, string> },
  ): Promise<T | undefined>;
  /** Pages of at most `limit` (500) objects, fewer where these are very large. A 410 in the middle is thrown: the caller starts again. */
  list<T extends KubeObject>(
    resource: Resource,
    options?: Selection & CallOptions & { limit?: number; query?: Record<string, string> },
  ): AsyncIterable<Page<T>>;
  /** Lists, then watches for ever, resuming after every kind of end until the signal aborts. */
  watch<T extends KubeObject>(resource: Resource, options: WatchOptions): AsyncIterable<WatchEvent<T>>;
  create<T extends KubeObject>(
    resource: Resource,
    object: T,
    options?: CallOptions,
  ): Promise<{ ok: true; object: T } | { ok: false; reason: "AlreadyExists" }>;
  /** Replaces an object. Its `metadata.resourceVersion` is the one that was read; without one it is refused. */
  update<T extends KubeObject>(
    resource: Resource,
    object: T,
    options?: CallOptions & { subresource?: string },
  ): Promise<{ ok: true; object: T } | { ok: false; reason: "Conflict" | "NotFound" }>;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller's word for what comes back
  patch<T extends KubeObject>(
    resource: Resource,
    at: { namespace?: string | undefined; name: string },
    patch: unknown,
    options: CallOptions & { type: PatchType; subresource?: string },
  ): Promise<{ ok: true; object: T } | { ok: false; reason: "Conflict" | "NotFound" }>;
  /** Server-side apply. Conflicts with another manager are thrown unless `force`. */
  apply<T extends KubeObject>(
    resource: Resource,
    object: T,
    options: CallOptions & { fieldManager: string; force?: boolean; subresource?: string },
  ): Promise<T>;
  /** `false` when there was nothing to delete. */
  delete(
    resource: Resource,
    at: { namespace?: string | undefined; name: string },
    options?: CallOptions & { uid?: string; propagationPolicy?: "Background" | "Foreground" | "Orphan" },
  ): Promise<boolean>;
  /**
   * Any other call: `/version`, discovery, TokenReview. The body is sent and read as JSON; `T` is the caller's word.
   *
   * @param options `text`: the body's JSON where it is at hand.
   */
  request<T>(
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    options?: CallOptions & { body?: unknown; text?: string },
  ): Promise<T>;
  close(): Promise<void>;
};
