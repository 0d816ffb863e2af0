import { apiVersion, type Kind, resourceName } from "../kinds/kind.ts";
import { applyFields, type FieldConflict } from "../managed-fields/apply.ts";
import { changedObject } from "../objects/changed-object.ts";
import type { ApiObject } from "../objects/metadata.ts";
import { readObject, readPartialObject } from "../objects/read-object.ts";
import { type ApiDeps, type Call, rendering, respond } from "./call.ts";
import { checkNamespace, create } from "./create-object.ts";
import { modifyObject } from "./modify-object.ts";
import { renderObject } from "./render.ts";
import { badRequest, StatusError } from "./status.ts";
import { checkPreconditions } from "./update-object.ts";
import type { WriteOptions } from "./write-options.ts";

/** Server-side apply. Makes the object where there is none. */
export async function applyObject(call: Call, deps: ApiDeps, body: unknown, options: WriteOptions): Promise<Response> {
  const { kind, request } = call;
  const { namespace = "", name = "", subresource } = request;
  if (!options.hasFieldManager)
    throw badRequest("PatchOptions.meta.k8s.io is invalid: fieldManager is required for apply patch");
  const applied = readPartialObject(kind, body);
  checkNamespace(kind, applied, request.namespace);
  checkApplied(applied, name);

  let warnings: string[] = [];
  /** The object after the apply, complete and valid. */
  const apply = (live: ApiObject): ApiObject => {
    const { fieldManager: manager, force } = options;
    const result = applyFields(kind, live, applied, { manager, subresource, force, now: deps.now() });
    if (!result.ok) throw conflictsStatus(kind, name, result.conflicts);
    const read = readObject(
      kind,
      { ...result.object, apiVersion: apiVersion(kind), kind: kind.kind },
      options.fieldValidation,
    );
    warnings = read.warnings;
    return read.object;
  };

  const key = { kind: resourceName(kind), namespace, name };
  const exists = (await deps.store.get(key)) !== undefined;
  if (!exists && subresource === undefined) {
    const sent = apply({ metadata: { name } });
    const owned = (made: ApiObject) => ({
      ...made,
      metadata: { ...made.metadata, managedFields: sent.metadata.managedFields },
    });
    const created = await create(call, deps, sent, options.dryRun, owned);
    return respond(call, 201, renderObject(rendering(call, deps), created), warnings);
  }
  const written = await modifyObject(call, deps, options.dryRun, (current) => {
    checkPreconditions(kind, current, applied);
    return changedObject(kind, current, apply(current), subresource);
  });
  return respond(call, 200, renderObject(rendering(call, deps), written), warnings);
}

function checkApplied({ metadata }: ApiObject, name: string): void {
  if (metadata.name && metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
  if (metadata.managedFields?.length) throw badRequest("metadata.managedFields must be nil");
}

/** kubectl lists the causes and says how to force. */
function conflictsStatus(kind: Kind, name: string, conflicts: FieldConflict[]): StatusError {
  const causes = conflicts.map(({ manager, operation, field }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with "${manager}"${operation === "Update" ? ` using ${apiVersion(kind)}` : ""}`,
    field,
  }));
  const list = conflicts.map(({ field }, index) => `${causes[index]?.message}: ${field}`).join("\n");
  const message = `Apply failed with ${conflicts.length} conflict${conflicts.length === 1 ? "" : "s"}: ${list}`;
  return new StatusError(409, "Conflict", message, { name, group: kind.group, kind: kind.plural, causes });
}
