import { resourceName } from "../kinds/kind.ts";
import { isSame } from "../objects/changed-object.ts";
import type { ApiObject } from "../objects/metadata.ts";
import { parseObject, storedForm } from "../objects/object-text.ts";
import { metadataCauses } from "../objects/validate-metadata.ts";
import type { Change, Revision } from "../store/store.ts";
import type { ApiDeps, Call } from "./call.ts";
import { invalid, modified, notFound } from "./status.ts";

/** Writers that say which state they read get a conflict; for the others the server reads again, this often. */
const attempts = 5;

/**
 * Replaces the object that the request names by what `change` makes of it, which is called again when somebody else was
 * quicker. Taking the last finalizer from an object that is being deleted deletes it.
 *
 * @throws StatusError 404, 409 after so many attempts, 422, and what `change` throws.
 */
export async function modifyObject(
  { kind, request }: Call,
  deps: ApiDeps,
  dryRun: boolean,
  change: (current: ApiObject) => ApiObject,
): Promise<Revision> {
  const { namespace = "", name = "" } = request;
  const key = { kind: resourceName(kind), namespace, name };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const revision = await deps.store.get(key);
    if (!revision) throw notFound(kind, name);
    const current = parseObject(revision);
    const changed = change(current);
    const next = kind.kept?.(current, changed) ?? changed;
    if (isSame(current, next)) return revision;
    const causes = [...metadataCauses(next.metadata), ...(kind.causes?.(next) ?? [])];
    if (causes.length > 0) throw invalid(kind, name, causes);

    const written: Change = { key, type: typeOf(next), replaces: revision, ...storedForm(kind, next) };
    if (dryRun) return { ...written, resourceVersion: revision.resourceVersion };
    const committed = await deps.store.commit(written);
    if (committed.ok) return committed.revision;
  }
  throw modified(kind, name);
}

function typeOf({ metadata }: ApiObject): "modified" | "deleted" {
  return metadata.deletionTimestamp && !metadata.finalizers?.length ? "deleted" : "modified";
}
