import { type Kind, resourceName } from "../../meta/kind.ts";
import type { Metadata } from "../../meta/metadata.ts";
import { conflict, deleted, modified, notFound } from "../../meta/status.ts";
import { timestamp } from "../../objects/new-object.ts";
import { metadataForm, parseMetadata } from "../../objects/object-text.ts";
import type { Answer } from "../../serve/answer.ts";
import type { Revision } from "../../store/store.ts";
import { type ApiDeps, type Call, rendering, respond } from "../call.ts";
import { renderObject } from "../wire/render.ts";
import { type DeleteOptions, readDeleteOptions } from "./delete-options.ts";

const attempts = 5;

/** Finalizers by which the garbage collector knows what to do with dependents. Kubernetes, "Garbage Collection". */
const propagationFinalizers = { Foreground: "foregroundDeletion", Orphan: "orphan" } as const;

/** Answers with a Status when the object is gone, with the object while finalizers hold it. */
export async function deleteObject(call: Call, deps: ApiDeps): Promise<Answer> {
  const { kind, request } = call;
  const { namespace = "", name = "" } = request;
  const options = await readDeleteOptions(call.raw, call.query);
  const { revision, isGone } = await remove(kind, { namespace, name }, options, deps);
  if (!isGone) return respond(call, 200, renderObject(rendering(call, deps), revision));
  return respond(call, 200, deleted(kind, name, parseMetadata(revision).uid));
}

/** `before`: the state that ended. */
type Removed = { revision: Revision; isGone: boolean; before: Revision };

/** Deletes one object, or marks it as being deleted. */
export async function remove(
  kind: Kind,
  { namespace, name }: { namespace: string; name: string },
  options: DeleteOptions,
  deps: Pick<ApiDeps, "store" | "now" | "hasGarbageCollector">,
): Promise<Removed> {
  const key = { kind: resourceName(kind), namespace, name };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await deps.store.get(key);
    if (!before) throw notFound(kind, name);
    const { metadata, isGone } = nextState(kind, before, options, deps);
    if (options.dryRun) return { revision: { ...before, metadata }, isGone, before };
    if (!isGone && metadata === before.metadata) return { revision: before, isGone, before };
    const { body, digest } = before;
    const type = isGone ? "deleted" : "modified";
    const committed = await deps.store.commit({ key, type, replaces: before, metadata, body, digest });
    if (committed.ok) return { revision: committed.revision, isGone, before };
  }
  throw modified(kind, name);
}

/** A deletion has the last state, not one that says that it is being deleted. The body is never looked at. */
function nextState(
  kind: Kind,
  before: Revision,
  options: DeleteOptions,
  { hasGarbageCollector, now }: Pick<ApiDeps, "now" | "hasGarbageCollector">,
): { metadata: string; isGone: boolean } {
  const current = parseMetadata(before);
  checkPreconditions(kind, current, options);
  const next = marked(current, hasGarbageCollector ? options.propagation : undefined, now());
  const isGone = !next.finalizers?.length;
  return { metadata: isGone || next === current ? before.metadata : metadataForm(next), isGone };
}

/** The metadata of an object that waits for its finalizers. */
function marked(metadata: Metadata, propagation: DeleteOptions["propagation"], now: Date): Metadata {
  const { finalizers = [], deletionTimestamp } = metadata;
  if (deletionTimestamp) return metadata;
  const added = propagation === "Foreground" || propagation === "Orphan" ? [propagationFinalizers[propagation]] : [];
  const all = [...new Set([...finalizers, ...added])];
  return {
    ...metadata,
    generation: (metadata.generation ?? 0) + 1,
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
