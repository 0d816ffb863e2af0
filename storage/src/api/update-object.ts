import type { Kind } from "../kinds/kind.ts";
import { trackUpdate } from "../managed-fields/track-update.ts";
import { changedObject } from "../objects/changed-object.ts";
import type { ApiObject } from "../objects/metadata.ts";
import { readObject } from "../objects/read-object.ts";
import { protobufType } from "../protobuf/envelope.ts";
import { rootOf } from "../schema/root.ts";
import { withStoredEmpties } from "../schema/stored-empties.ts";
import { type ApiDeps, type Call, readKindBody, rendering, respond } from "./call.ts";
import { checkNamespace } from "./create-object.ts";
import { parseMediaType } from "./media-type.ts";
import { modifyObject } from "./modify-object.ts";
import { renderObject } from "./render.ts";
import { badRequest, conflict, invalid, modified } from "./status.ts";
import { parseWriteOptions } from "./write-options.ts";

/** Replaces an object that exists. The client has to say which state of it it read. */
export async function updateObject(call: Call, deps: ApiDeps): Promise<Response> {
  const { kind, request } = call;
  const options = parseWriteOptions("UpdateOptions", call.query, call.raw.headers.get("user-agent"));
  const { object, warnings } = readObject(kind, await readKindBody(call), options.fieldValidation);
  checkNamespace(kind, object, request.namespace);
  checkName(object, request.name ?? "");
  const written = await modifyObject(call, deps, options.dryRun, (current) => {
    checkVersion(kind, object, request.name ?? "");
    checkPreconditions(kind, current, object);
    const sent = asSent(call, current, object);
    return trackUpdate(kind, current, changedObject(kind, current, sent, request.subresource), {
      manager: options.fieldManager,
      subresource: request.subresource,
      now: deps.now(),
    });
  });
  return respond(call, 200, renderObject(rendering(call, deps), written), warnings);
}

/** The object that the client means. What protobuf cannot say is as it was. */
function asSent({ kind, raw }: Call, current: ApiObject, object: ApiObject): ApiObject {
  const { type } = parseMediaType(raw.headers.get("content-type") ?? "");
  if (!kind.message || type !== protobufType) return object;
  return withStoredEmpties(rootOf(kind.message), current, object) as ApiObject;
}

/** The name in the URL is the one that counts; the object may only repeat it. */
export function checkName({ metadata }: ApiObject, name: string): void {
  if (metadata.name && metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
}

function checkVersion(kind: Kind, { metadata }: ApiObject, name: string): void {
  if (metadata.resourceVersion) return;
  const message = 'Invalid value: "": must be specified for an update';
  throw invalid(kind, name, [{ reason: "FieldValueInvalid", message, field: "metadata.resourceVersion" }]);
}

/** What a writer says about the state it read, in `metadata` of what it sends. */
export function checkPreconditions(kind: Kind, current: ApiObject, { metadata }: ApiObject): void {
  const { name = "", uid, resourceVersion } = current.metadata;
  if (metadata.uid && metadata.uid !== uid) {
    throw conflict(kind, name, `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${uid}`);
  }
  if (metadata.resourceVersion && metadata.resourceVersion !== resourceVersion) throw modified(kind, name);
}
