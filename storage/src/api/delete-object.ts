import { type Kind, resourceName } from "../kinds/kind.ts";
import type { Metadata } from "../objects/metadata.ts";
import { timestamp } from "../objects/new-object.ts";
import { metadataForm, parseMetadata } from "../objects/object-text.ts";
import type { Revision } from "../store/store.ts";
import { type ApiDeps, type Call, rendering, respond } from "./call.ts";
import { type DeleteOptions, readDeleteOptions } from "./delete-options.ts";
import { renderObject } from "./render.ts";
import { conflict, deleted, modified, notFound } from "./status.ts";

const attempts = 5;

/** Finalizers by which the garbage collector knows what to do with dependents. Kubernetes, "Garbage Collection". */
const propagationFinalizers = { Foreground: "foregroundDeletion", Orphan: "orphan" } as const;

/** Answers with a Status when the object is gone, with the object while finalizers hold it. */
export async function deleteObject(call: Call, deps: ApiDeps): Promise<Response> {
  const { kind, request } = call;
  const { namespace = "", name = "" } = request;
  const options = await readDeleteOptions(call.raw, call.query);
  const { revision, isGone } = await remove(kind, { namespace, name }, options, deps);
  if (!isGone) return respond(call, 200, renderObject(rendering(call, deps), revision));
  return respond(call, 200, deleted(kind, name, parseMetadata(revision).uid));
}

/** Deletes one object, or marks it as being deleted. */
export async function remove(
  kind: Kind,
  { namespace, name }: { namespace: string; name: string },
  options: DeleteOptions,
  deps: Pick<ApiDeps, "store" | "now" | "hasGarbageCollector">,
): Promise<{ revision: Revision; isGone: boolean }> {
  const key = { kind: resourceName(kind), namespace, name };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const revision = await deps.store.get(key);
    if (!revision) throw notFound(kind, name);
    const current = parseMetadata(revision);
    checkPreconditions(kind, current, options);
    const next = marked(current, deps.hasGarbageCollector ? options.propagation : undefined, deps.now());
    const isGone = !next.finalizers?.length;
    const isMarked = current.deletionTimestamp !== undefined;
    if (options.dryRun || (isMarked && !isGone)) return { revision, isGone };
    // A deletion has the last state, not one that says that it is being deleted. The body is never looked at.
    const metadata = isGone ? revision.metadata : metadataForm(next);
    const { body, digest } = revision;
    const type = isGone ? "deleted" : "modified";
    const committed = await deps.store.commit({ key, type, replaces: revision, metadata, body, digest });
    if (committed.ok) return { revision: committed.revision, isGone };
  }
  throw modified(kind, name);
}

/** The metadata of an object that waits for its finalizers. */
function marked(metadata: Metadata, propagation: DeleteOptions["propagation"], now: Date): Metadata {
  const { finalizers = [], deletionTimestamp } = metadata;
  if (deletionTimestamp) return metadata;
  const added = propagation === "Foreground" || propagation === "Orphan" ? [propagationFinalizers[propagation]] : [];
  const all = [...new Set([...finalizers, ...added])];
  return {
    ...metadata,
    deletionTimestamp: timestamp(now),
    deletionGracePeriodSeconds: 0,
    ...(all.length > 0 && { finalizers: all }),
  };
}

function checkPreconditions(kind: Kind, metadata: Metadata, { uid, resourceVersion }: DeleteOptions): void {
  const { name = "" } = metadata;
  if (uid !== undefined && uid !== metadata.uid) {
    throw conflict(kind, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`;
    throw conflict(kind, name, why);
  }
}
