import { trackUpdate } from "../../managed-fields/track-update.ts";
import type { Cause } from "../../meta/cause.ts";
import { type Kind, resourceName } from "../../meta/kind.ts";
import type { ApiObject } from "../../meta/metadata.ts";
import { alreadyExists, badRequest, invalid, StatusError } from "../../meta/status.ts";
import { finalizerWarnings } from "../../objects/finalizer-warnings.ts";
import { newObject } from "../../objects/new-object.ts";
import { changedForm, parseMetadata, type WithText } from "../../objects/object-text.ts";
import { withoutRepeatedOwners } from "../../objects/repeated-owners.ts";
import { stamped } from "../../objects/stamped.ts";
import { metadataCauses } from "../../objects/validate-metadata.ts";
import type { Answer } from "../../serve/answer.ts";
import { stateOf } from "../../store/packed-body.ts";
import type { Change, Revision } from "../../store/store.ts";
import type { ApiDeps, Call } from "../call.ts";
import type { ResourceRequest } from "../request-info.ts";
import { respondObject } from "../respond-object.ts";
import { admitToNamespace } from "./admit-to-namespace.ts";
import { arrivedObject, type SentObject } from "./sent-object.ts";
import { parseWriteOptions, type WriteOptions } from "./write-options.ts";

/** Names that are made up until one is free: Kubernetes, feature `RetryGenerateName`. */
const namesAtMost = 8;

export async function createObject(call: Call, deps: ApiDeps): Promise<Answer> {
  const options = parseWriteOptions("CreateOptions", call.query, call.raw.headers.get("user-agent"));
  const read = await arrivedObject(call, options);
  const { change, warnings, again } = await sentChange(call, deps, options, read);
  const created = await makeUnnamed(call.kind, deps, { change, again }, options.dryRun);
  return respondObject(call, deps, { code: 201, revision: created, warnings });
}

/** `again`: the same under another name; absent where the name is not for the server to choose. */
type SentChange = { change: Change; again: (() => Promise<Change>) | undefined };

/** A function of its own, so that mostly nothing but texts is kept while the change waits for the disk. */
async function sentChange(
  call: Call,
  deps: ApiDeps,
  options: WriteOptions,
  read: () => SentObject,
): Promise<SentChange & { warnings: string[] }> {
  const { object: sent, warnings, text } = read();
  const { object, warnings: ownerWarnings } = withoutRepeatedOwners(sent);
  if (object.metadata.resourceVersion && object.metadata.resourceVersion !== "0") {
    throw badRequest("resourceVersion should not be set on objects to be created");
  }
  const by = { manager: options.fieldManager, subresource: undefined, now: deps.now() };
  const own = (made: ApiObject) => trackUpdate(call.kind, undefined, made, by);
  const changeOf = () => newChange(call, deps, object, own, { object, text });
  const again = !object.metadata.name && object.metadata.generateName ? changeOf : undefined;
  const change = await changeOf();
  return { change, again, warnings: [...warnings, ...ownerWarnings, ...finalizerWarnings(undefined, object.metadata)] };
}

/** Stores a new object as `make` does; under another name where the one that was chosen for it is taken. */
async function makeUnnamed(
  kind: Kind,
  deps: Pick<ApiDeps, "store">,
  { change, again }: SentChange,
  dryRun: boolean,
): Promise<Revision> {
  for (let attempt = 1, wanted = change; ; attempt += 1) {
    try {
      return await make(kind, deps, wanted, dryRun);
    } catch (error) {
      if (!again || attempt === namesAtMost || !isTaken(error)) throw error;
      wanted = await again();
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof StatusError && error.status.reason === "AlreadyExists";
}

type NewDeps = Pick<ApiDeps, "store" | "now" | "newId" | "namespaceState">;

/** What is to be stored of a new object. `own` records who owns its fields. `read`: it with its text, where there is one. */
export async function newChange(
  { kind, request }: { kind: Kind; request: Pick<ResourceRequest, "namespace"> },
  deps: NewDeps,
  sent: ApiObject,
  own: (made: ApiObject) => ApiObject,
  read?: WithText,
): Promise<Change> {
  checkNamespace(kind, sent, request.namespace);
  const namespace = request.namespace ?? "";
  if (kind.namespaced) await admitToNamespace(kind, sent.metadata.name ?? "", namespace, deps);
  const made = newObject(kind, sent, { namespace, now: deps.now(), newId: deps.newId });
  const object = own(made);
  const causes = [...nameCauses(object), ...metadataCauses(object.metadata), ...(kind.causes?.(object) ?? [])];
  const name = object.metadata.name ?? "";
  if (causes.length > 0) throw invalid(kind, name, causes);

  const keyOf = (other: string) => ({ kind: resourceName(kind), namespace, name: other });
  await kind.admit?.(object, async (other) => {
    const found = await deps.store.get(keyOf(other));
    return found && parseMetadata(found);
  });
  return {
    key: keyOf(name),
    type: "added",
    replaces: undefined,
    ...changedForm(kind, stamped(kind, object, read)),
  };
}

/** Stores a new object, or for a dry run only says what it would be. */
export async function make(
  kind: Kind,
  { store }: Pick<ApiDeps, "store">,
  change: Change,
  dryRun: boolean,
): Promise<Revision> {
  const { name } = change.key;
  if (dryRun) {
    const found = await store.get(change.key);
    if (found) throw alreadyExists(kind, name, isEnding(found));
    return stateOf(change, 0);
  }
  const committed = await store.commit(change);
  if (!committed.ok) throw alreadyExists(kind, name, isEnding(await store.get(change.key)));
  return committed.revision;
}

function isEnding(found: Revision | undefined): boolean {
  return found !== undefined && parseMetadata(found).deletionTimestamp !== undefined;
}

/** The namespace of the URL is the one that counts; the object may only repeat it. Of a kind without any it is passed over. */
export function checkNamespace(kind: Kind, { metadata }: ApiObject, namespace: string | undefined): void {
  if (!kind.namespaced || !metadata.namespace || metadata.namespace === namespace) return;
  throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
}

function nameCauses({ metadata }: ApiObject): Cause[] {
  if (metadata.name) return [];
  const message = "Required value: name or generateName is required";
  return [{ reason: "FieldValueRequired", message, field: "metadata.name" }];
}
