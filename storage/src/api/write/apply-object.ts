import { applyFields, type FieldConflict } from "../../managed-fields/apply.ts";
import type { Cause } from "../../meta/cause.ts";
import { apiVersion, type Kind, resourceName } from "../../meta/kind.ts";
import type { ApiObject, ManagedFieldsEntry } from "../../meta/metadata.ts";
import { badRequest, conflict, invalidOptions, StatusError } from "../../meta/status.ts";
import { changedObject } from "../../objects/changed-object.ts";
import { readObject, readPartialObject } from "../../objects/read-object.ts";
import type { Growth } from "../../schema/growth.ts";
import { isObject } from "../../schema/is-object.ts";
import type { Answer } from "../../serve/answer.ts";
import type { ApiDeps, Call } from "../call.ts";
import { growthOf } from "../limits/growth-of.ts";
import { respondObject } from "../respond-object.ts";
import { checkNamespace, make, newChange } from "./create-object.ts";
import { modifyObject } from "./modify-object.ts";
import { checkMetadata, checkName, checkVersion } from "./update-object.ts";
import type { WriteOptions } from "./write-options.ts";

/** What a patch says. `type`: its media type. `sent`: what that was read from. `repeated`: what was found in it more than once. */
export type SentPatch = { type: string; value: unknown; sent: Growth["sent"]; repeated: string[] };

/** Server-side apply. Makes the object where there is none. */
export async function applyObject(
  call: Call,
  deps: ApiDeps,
  options: WriteOptions,
  read: () => SentPatch,
): Promise<Answer> {
  const { value, sent: from, repeated } = read();
  const { kind, request } = call;
  const { namespace = "", name = "", subresource } = request;
  if (!options.hasFieldManager) throw managerRequired();
  const key = { kind: resourceName(kind), namespace, name };
  const exists = (await deps.store.get(key)) !== undefined;
  const applied = readApplied(kind, value, name);
  checkNamespace(kind, applied, request.namespace);
  // What it leaves out is as it was.
  if (!exists || says(value, "name")) checkName(applied, name);

  let warnings: string[] = [];
  let managedFields: ManagedFieldsEntry[] = [];
  /** With those who own its fields after the apply, which nobody sends. */
  const owned = ({ metadata, ...object }: ApiObject): ApiObject => {
    const { managedFields: _, ...rest } = metadata;
    return { ...object, metadata: managedFields.length > 0 ? { ...rest, managedFields } : rest };
  };
  /** The object after the apply, complete and valid. */
  const apply = (live: ApiObject): ApiObject => {
    const { fieldManager: manager, force = false } = options;
    const result = applyFields(kind, live, applied, { manager, subresource, force, now: deps.now() });
    if (!result.ok) throw conflictsStatus(kind, name, result.conflicts);
    const read = readObject(
      kind,
      { ...result.object, apiVersion: apiVersion(kind), kind: kind.kind },
      options.fieldValidation,
      { repeated, growth: growthOf(call, from) },
    );
    ({ warnings } = read);
    managedFields = result.object.metadata.managedFields ?? [];
    return read.object;
  };

  if (!exists && subresource === undefined) {
    if (applied.metadata.uid) throw uidMismatch(kind, name, applied.metadata.uid);
    const sent = apply({ metadata: { name } });
    const created = await make(kind, deps, await newChange(call, deps, sent, owned), options.dryRun);
    return respondObject(call, deps, { code: 201, revision: created, warnings });
  }
  const written = await modifyObject(call, deps, options.dryRun, (current) => {
    if (says(value, "resourceVersion")) checkVersion(kind, applied, name);
    checkMetadata(kind, current, applied);
    return owned(changedObject(kind, current, apply(current), subresource));
  });
  return respondObject(call, deps, { code: 200, revision: written, warnings });
}

/** Unlike other writes it has to say what it is, and who owns what is not for the client to say. */
function readApplied(kind: Kind, body: unknown, name: string): ApiObject {
  if (body === null || isObject(body)) {
    const { apiVersion, kind: of, metadata } = body ?? {};
    if (!apiVersion || of !== kind.kind) throw badRequest(`invalid object type: ${typeWords(apiVersion, of)}`);
    if (isObject(metadata) && Array.isArray(metadata.managedFields))
      throw badRequest("metadata.managedFields must be nil");
  }
  const applied = readPartialObject(kind, body);
  const repeated = repeatedItem(applied.metadata);
  if (repeated)
    throw badRequest(`failed to create typed patch object (${objectWords(kind, applied, name)}): ${repeated}`);
  return applied;
}

/** Whether something stands there for a field of the metadata, be it nothing. */
function says(body: unknown, field: string): boolean {
  return isObject(body) && isObject(body.metadata) && Object.hasOwn(body.metadata, field);
}

/** Items that are owned one by one are there once. */
function repeatedItem({ finalizers = [], ownerReferences = [] }: ApiObject["metadata"]): string | undefined {
  const finalizer = firstRepeated(finalizers);
  if (finalizer !== undefined) return `.metadata.finalizers: duplicate entries for key [=${JSON.stringify(finalizer)}]`;
  const uid = firstRepeated(ownerReferences.map((owner) => owner.uid));
  return uid && `.metadata.ownerReferences: duplicate entries for key [uid=${JSON.stringify(uid)}]`;
}

function firstRepeated(texts: string[]): string | undefined {
  const seen = new Set<string>();
  return texts.find((text) => seen.size === seen.add(text).size);
}

function objectWords(kind: Kind, { metadata }: ApiObject, name: string): string {
  return `${metadata.namespace ?? ""}/${metadata.name ?? name}; ${apiVersion(kind)}, Kind=${kind.kind}`;
}

/** kube-apiserver's words for the type that a body says: `/, Kind=` where it says none. */
function typeWords(apiVersion: unknown, kind: unknown): string {
  const version = typeof apiVersion === "string" && apiVersion !== "" ? apiVersion : "/";
  return `${version}, Kind=${typeof kind === "string" ? kind : ""}`;
}

function managerRequired(): StatusError {
  const message = "Required value: is required for apply patch";
  return invalidOptions("PatchOptions", { reason: "FieldValueRequired", message, field: "fieldManager" });
}

/** Who means an object that there is does not want another one made. */
function uidMismatch(kind: Kind, name: string, uid: string): StatusError {
  const why = `the provided object specified uid ${uid}, and no existing object was found`;
  return conflict(kind, name, `uid mismatch: ${why}`);
}

/** kubectl lists the causes and says how to force. */
function conflictsStatus(kind: Kind, name: string, conflicts: FieldConflict[]): StatusError {
  const causes = conflicts.map(({ manager, operation, field }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with "${manager}"${operation === "Update" ? ` using ${apiVersion(kind)}` : ""}`,
    field,
  }));
  const message = `Apply failed with ${conflicts.length} conflict${conflicts.length === 1 ? "" : "s"}: ${conflictList(causes)}`;
  return new StatusError(409, "Conflict", message, { name, group: kind.group, kind: kind.plural, causes });
}

/** The fields of one manager below each other. */
function conflictList(causes: Required<Cause>[]): string {
  const [first] = causes;
  if (first && causes.length === 1) return `${first.message}: ${first.field}`;
  const byManager = Object.entries(Object.groupBy(causes, ({ message }) => message)).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return byManager
    .flatMap(([message, fields = []]) => [
      `${message.replace("conflict", "conflicts")}:`,
      ...fields.map(({ field }) => `- ${field}`).toSorted(),
    ])
    .join("\n");
}
