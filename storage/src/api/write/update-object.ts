import type { Owner } from "../../managed-fields/owners.ts";
import { trackUpdate } from "../../managed-fields/track-update.ts";
import type { Kind } from "../../meta/kind.ts";
import type { ApiObject } from "../../meta/metadata.ts";
import { badRequest, conflict, invalid, modified } from "../../meta/status.ts";
import { changedObject } from "../../objects/changed-object.ts";
import { finalizerWarnings } from "../../objects/finalizer-warnings.ts";
import { immutableCauses } from "../../objects/immutable-metadata.ts";
import { withoutRepeatedOwners } from "../../objects/repeated-owners.ts";
import { rootOf } from "../../schema/root.ts";
import { withStoredEmpties } from "../../schema/stored-empties.ts";
import type { Answer } from "../../serve/answer.ts";
import type { ApiDeps, Call } from "../call.ts";
import { respondObject } from "../respond-object.ts";
import { isProtobuf } from "../wire/body.ts";
import { checkNamespace } from "./create-object.ts";
import { modifyObject } from "./modify-object.ts";
import { arrivedObject, type SentObject } from "./sent-object.ts";
import { parseWriteOptions, type WriteOptions } from "./write-options.ts";

/** Replaces an object that exists. The client has to say which state of it it read. */
export async function updateObject(call: Call, deps: ApiDeps): Promise<Answer> {
  const options = parseWriteOptions("UpdateOptions", call.query, call.raw.headers.get("user-agent"));
  return replaceObject(call, deps, options, await arrivedObject(call, options));
}

async function replaceObject(
  call: Call,
  deps: ApiDeps,
  options: WriteOptions,
  read: () => SentObject,
): Promise<Answer> {
  const { kind, request } = call;
  const { object: given, warnings, text, isSketch } = read();
  const { object, warnings: ownerWarnings } = withoutRepeatedOwners(given);
  checkNamespace(kind, object, request.namespace);
  checkName(object, request.name ?? "");
  const replaced = (current: ApiObject, compared = object) => {
    checkVersion(kind, object, request.name ?? "");
    checkUid(kind, current, object);
    checkMetadata(kind, current, object);
    warnings.push(...ownerWarnings, ...finalizerWarnings(current.metadata, object.metadata));
    const sent = asSent(call, current, compared);
    return trackUpdate(kind, current, changedObject(kind, current, sent, request.subresource), {
      manager: options.fieldManager,
      subresource: request.subresource,
      now: deps.now(),
    });
  };
  const owner: Owner = { manager: options.fieldManager, operation: "Update", subresource: request.subresource };
  const sent = text === undefined ? undefined : { object, text, owner, isSketch, keepsEmpties: isProtobuf(call.raw) };
  const written = await modifyObject(call, deps, options.dryRun, replaced, sent);
  return respondObject(call, deps, { code: 200, revision: written, warnings });
}

/** The object that the client means. What protobuf cannot say is as it was. */
function asSent(call: Call, current: ApiObject, object: ApiObject): ApiObject {
  const { message } = call.kind;
  if (!message || !isProtobuf(call.raw)) return object;
  return withStoredEmpties(rootOf(message), current, object) as ApiObject;
}

/** The name in the URL is the one that counts; the object has to repeat it. */
export function checkName({ metadata }: ApiObject, name: string): void {
  if (!metadata.name)
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
}

/** Who writes an object says which state of it was read. A patch has that of the object, unless it takes it away. */
export function checkVersion(kind: Kind, { metadata }: ApiObject, name: string): void {
  if (metadata.resourceVersion && metadata.resourceVersion !== "0") return;
  const message = "Invalid value: 0: must be specified for an update";
  const cause = { reason: "FieldValueInvalid", message, field: "metadata.resourceVersion" };
  throw invalid({ kind: kind.plural, group: kind.group }, name, [cause]);
}

/** Who replaces an object means the one that it has read. */
function checkUid(kind: Kind, current: ApiObject, { metadata }: ApiObject): void {
  const { name = "", uid } = current.metadata;
  if (!metadata.uid || metadata.uid === uid) return;
  throw conflict(kind, name, `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${uid}`);
}

/**
 * What a writer says about the state it read, in `metadata` of what it sends, and what nobody may change there.
 *
 * @throws StatusError 409 for another state, 422.
 */
export function checkMetadata(kind: Kind, current: ApiObject, { metadata }: ApiObject): void {
  const { name = "", resourceVersion } = current.metadata;
  if (metadata.resourceVersion && metadata.resourceVersion !== resourceVersion) throw modified(kind, name);
  const causes = immutableCauses(current.metadata, metadata);
  if (causes.length > 0) throw invalid(kind, name, causes);
}
