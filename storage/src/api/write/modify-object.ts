import { currentObject, type SentBody } from "../../managed-fields/current-object.ts";
import { type Kind, resourceName } from "../../meta/kind.ts";
import type { ApiObject } from "../../meta/metadata.ts";
import { invalid, modified, notFound, type StatusError } from "../../meta/status.ts";
import { isSame } from "../../objects/changed-object.ts";
import { changedForm } from "../../objects/object-text.ts";
import { stamped } from "../../objects/stamped.ts";
import { metadataCauses } from "../../objects/validate-metadata.ts";
import { stateOf } from "../../store/packed-body.ts";
import type { Change, Revision } from "../../store/store.ts";
import type { ApiDeps, Call } from "../call.ts";
import { isProtobuf } from "../wire/body.ts";

/** Writers that say which state they read get a conflict; for the others the server reads again, this often. */
const attempts = 5;

/** What becomes of an object. `sent`: what was given for it, parsed as far as the object. */
type Changing = (current: ApiObject, sent: ApiObject | undefined) => ApiObject;

/**
 * Replaces the object that the request names by what `change` makes of it, which is called again when somebody else was
 * quicker. Taking the last finalizer from an object that is being deleted deletes it.
 *
 * @param sent What `change` takes the body from; absent: there is no text of it yet.
 * @throws StatusError 404, 409 after so many attempts, 422, and what `change` throws.
 */
export async function modifyObject(
  { kind, request, raw }: Call,
  deps: ApiDeps,
  dryRun: boolean,
  change: Changing,
  sent?: SentBody,
): Promise<Revision> {
  const { namespace = "", name = "" } = request;
  const key = { kind: resourceName(kind), namespace, name };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const revision = await deps.store.get(key);
    if (!revision) throw notFound(kind, name);
    const written = changeOf(kind, revision, change, sent);
    if (!written) return revision;
    // Kubescape's components, who write protobuf, mean it when they write nothing.
    if (isEmptied(kind, revision, written) && !isProtobuf(raw)) throw withoutItsBody(kind, name);
    if (dryRun) return stateOf(written, revision.resourceVersion);
    const committed = await deps.store.commit(written);
    // Who takes the last finalizer is shown what that has left; the deletion is told to watchers.
    if (committed.ok && written.type === "deleted") return stateOf(written, revision.resourceVersion);
    if (committed.ok) return committed.revision;
  }
  throw modified(kind, name);
}

/** What is to be stored; `undefined`: the object is as it is wanted. `sent` as above. @throws StatusError 422. */
export function changeOf(kind: Kind, revision: Revision, change: Changing, sent?: SentBody): Change | undefined {
  const { current, sent: compared } = currentObject(kind, revision, sent);
  const changed = change(current, compared);
  const kept = kind.kept?.(current, changed) ?? changed;
  const written = stamped(kind, kept, sent && { object: compared ?? sent.object, text: sent.text });
  const { object: next } = written;
  if (isSame(current, next)) return undefined;
  const causes = [...metadataCauses(next.metadata), ...(kind.causes?.(next) ?? [])];
  if (causes.length > 0) throw invalid(kind, revision.key.name, causes);
  return { key: revision.key, type: typeOf(next), replaces: revision, ...changedForm(kind, written) };
}

function typeOf({ metadata }: ApiObject): "modified" | "deleted" {
  return metadata.deletionTimestamp && !metadata.finalizers?.length ? "deleted" : "modified";
}

/** Whether what is written back is the object as a list shows it: that would take its body away. */
function isEmptied({ listed, emptyBody }: Kind, before: Revision, { body, bytes }: Change): boolean {
  return listed === "metadata" && !bytes && body === emptyBody && before.body !== emptyBody;
}

function withoutItsBody(kind: Kind, name: string): StatusError {
  const message =
    "Invalid value: null: is empty, as lists show objects of this kind; read it by name, or list with resourceVersion=fullSpec";
  return invalid(kind, name, [{ reason: "FieldValueInvalid", message, field: "spec" }]);
}
