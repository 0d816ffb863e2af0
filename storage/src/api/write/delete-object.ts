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
const propagating = new Set<string>(Object.values(propagationFinalizers));

type Propagation = NonNullable<DeleteOptions["propagation"]>;

/** Answers with a Status when the object is gone, with the object while finalizers hold it. */
export async function deleteObject(call: Call, deps: ApiDeps): Promise<Answer> {
  const { kind, request } = call;
  const { namespace = "", name = "" } = request;
  const options = await readDeleteOptions(call.raw, call.query);
  const { revision, isGone } = await remove(kind, { namespace, name }, options, deps);
  if (!isGone) return respond(call, options.isCascading ? 202 : 200, renderObject(rendering(call, deps), revision));
  return respond(call, 200, deleted(kind, name, parseMetadata(revision).uid));
}

/** `before`: the state that ended. */
type Removed = { revision: Revision; isGone: boolean; before: Revision };

/** Deletes one object, or marks it as being deleted. */
export async function remove(
  kind: Kind,
  { namespace, name }: { namespace: string; name: string },
  options: Omit<DeleteOptions, "isCascading">,
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
  options: Omit<DeleteOptions, "isCascading">,
  { hasGarbageCollector, now }: Pick<ApiDeps, "now" | "hasGarbageCollector">,
): { metadata: string; isGone: boolean } {
  const current = parseMetadata(before);
  checkPreconditions(kind, current, options);
  const next = marked(current, hasGarbageCollector ? options.propagation : undefined, now());
  const isGone = !next.finalizers?.length;
  return { metadata: isGone || next === current ? before.metadata : metadataForm(next), isGone };
}

/** The metadata of an object that waits for its finalizers. What is asked of dependents later counts as well. */
function marked(metadata: Metadata, propagation: DeleteOptions["propagation"], now: Date): Metadata {
  const { finalizers = [], deletionTimestamp } = metadata;
  const wanted = propagation === undefined ? finalizers : finalizersFor(finalizers, propagation);
  if (deletionTimestamp && wanted === finalizers) return metadata;
  return {
    ...metadata,
    ...(!deletionTimestamp && {
      generation: (metadata.generation ?? 0) + 1,
      deletionTimestamp: timestamp(now),
      deletionGracePeriodSeconds: 0,
    }),
    finalizers: wanted,
  };
}

/** The same list where nothing is to be changed: its order says nothing. */
function finalizersFor(finalizers: string[], propagation: Propagation): string[] {
  const others = finalizers.filter((finalizer) => !propagating.has(finalizer));
  const added = propagation === "Background" ? [] : [propagationFinalizers[propagation]];
  const wanted = [...others, ...added];
  return wanted.length === finalizers.length && added.every((each) => finalizers.includes(each)) ? finalizers : wanted;
}

/** What a client says about the object that it means. The words are kube-apiserver's, which names the kind there. */
function checkPreconditions(
  kind: Kind,
  metadata: Metadata,
  { uid, resourceVersion }: Pick<DeleteOptions, "uid" | "resourceVersion">,
): void {
  const { name = "" } = metadata;
  const subject = { group: kind.group, plural: kind.kind };
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid})`;
    throw conflict(subject, name, `${why}. The object might have been deleted and then recreated`);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record`;
    throw conflict(subject, name, `${why} (${metadata.resourceVersion}). The object might have been modified`);
  }
}
