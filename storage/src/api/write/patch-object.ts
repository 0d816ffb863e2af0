import { z } from "zod";
import { trackUpdate } from "../../managed-fields/track-update.ts";
import { apiVersion, type Kind } from "../../meta/kind.ts";
import type { ApiObject } from "../../meta/metadata.ts";
import { badRequest, invalidOptions, StatusError, unsupportedMediaType } from "../../meta/status.ts";
import { changedObject } from "../../objects/changed-object.ts";
import { finalizerWarnings } from "../../objects/finalizer-warnings.ts";
import { mergePatch } from "../../objects/merge-patch.ts";
import { readObject } from "../../objects/read-object.ts";
import { withoutRepeatedOwners } from "../../objects/repeated-owners.ts";
import type { Growth } from "../../schema/growth.ts";
import type { Answer } from "../../serve/answer.ts";
import type { ApiDeps, Call } from "../call.ts";
import { growthOf } from "../limits/growth-of.ts";
import { patchInPlace } from "../limits/patch-copies.ts";
import { respondObject } from "../respond-object.ts";
import { readBody, releaseSent, textOf } from "../wire/body.ts";
import { parseMediaType } from "../wire/media-type.ts";
import { parseText } from "../wire/parse-text.ts";
import { patchTypes } from "../wire/patch-types.ts";
import { applyObject, type SentPatch } from "./apply-object.ts";
import { checkNamespace } from "./create-object.ts";
import { modifyObject } from "./modify-object.ts";
import { checkMetadata, checkName, checkVersion } from "./update-object.ts";
import { parseWriteOptions, type WriteOptions } from "./write-options.ts";

const operationsLimit = 10_000;

/** RFC 6901: names behind slashes, or nothing for the whole object. */
const Pointer = z.string().regex(/^(\/|$)/, "is no JSON pointer");

const JsonPatch = z.array(
  z.looseObject({
    op: z.string(),
    path: Pointer,
    from: Pointer.optional(),
  }),
);

export async function patchObject(call: Call, deps: ApiDeps): Promise<Answer> {
  const { type } = parseMediaType(call.raw.headers.get("content-type") ?? "");
  if (!Object.values<string>(patchTypes).includes(type)) throw unsupportedMediaType(Object.values(patchTypes));
  const options = parseWriteOptions("PatchOptions", call.query, call.raw.headers.get("user-agent"));
  const sent = await readBody(call.raw, call.kind.maxBodyBytes, call.roomFor);
  // Called by who has not waited: docs/reference/storage-traps.md.
  const read = () => parsedPatch(call, options, sent, type);
  const answer = await (type === patchTypes.apply
    ? applyObject(call, deps, options, read)
    : applyPatch(call, deps, options, read));
  releaseSent(sent);
  return answer;
}

function parsedPatch(call: Call, options: WriteOptions, sent: Growth["sent"], type: string): SentPatch {
  const repeated: string[] = [];
  const value = parseText(textOf(sent), type === patchTypes.apply, {
    repeated: options.noticesRepeated ? repeated : undefined,
    growth: growthOf(call, sent),
  });
  return { type, value, sent, repeated };
}

async function applyPatch(call: Call, deps: ApiDeps, options: WriteOptions, read: () => SentPatch): Promise<Answer> {
  const { kind, request } = call;
  const { type, value: body, sent, repeated } = read();
  if (options.force !== undefined) throw forceForbidden();
  const patch = type === patchTypes.json ? jsonPatch(kind, request.name ?? "", body) : merge(body);
  const unknown = type === patchTypes.json ? unknownMembers(body) : [];
  let warnings: string[] = [];
  const written = await modifyObject(call, deps, options.dryRun, (current) => {
    const patched = patch({ apiVersion: apiVersion(kind), kind: kind.kind, ...current });
    const growth = growthOf(call, sent);
    const found = { repeated: [...unknown, ...repeated], refused: invalidPatch, growth };
    const read = readObject(kind, patched, options.fieldValidation, found);
    const { object, warnings: ownerWarnings } = withoutRepeatedOwners(read.object, { isPatched: true });
    warnings = [...read.warnings, ...ownerWarnings, ...finalizerWarnings(current.metadata, object.metadata)];
    checkNamespace(kind, object, request.namespace);
    checkName(object, request.name ?? "");
    checkVersion(kind, object, request.name ?? "");
    checkMetadata(kind, current, object);
    return trackUpdate(kind, current, changedObject(kind, current, object, request.subresource), {
      manager: options.fieldManager,
      subresource: request.subresource,
      now: deps.now(),
    });
  });
  return respondObject(call, deps, { code: 200, revision: written, warnings });
}

type Patch = (object: ApiObject) => unknown;

function merge(body: unknown): Patch {
  return (object) => mergePatch(object, body);
}

/** RFC 6902. A `test` that fails, or a path that does not exist, is an object that cannot be processed. */
function jsonPatch(kind: Kind, name: string, body: unknown): Patch {
  if (Array.isArray(body) && body.length > operationsLimit) throw tooManyOperations(body.length);
  const operations = JsonPatch.safeParse(body);
  if (!operations.success)
    throw badRequest(`the body of the request is no JSON patch: ${z.prettifyError(operations.error)}`);
  return (object) => {
    const target = structuredClone(object);
    const problem = patchInPlace(target, operations.data);
    if (problem) {
      // kubectl shows causes and nothing else.
      const causes = [{ reason: "FieldValueInvalid", message: problem.message, field: "patch" }];
      const details = { name, group: kind.group, kind: kind.plural, causes };
      throw new StatusError(
        422,
        "Invalid",
        `the server rejected our request due to an error in our request: ${problem.message}`,
        details,
      );
    }
    return target;
  };
}

const members = ["op", "path", "from", "value"];

/** What operations say besides, in the words of kube-apiserver: a word that is written wrongly says nothing. */
function unknownMembers(operations: unknown): string[] {
  const all = Array.isArray(operations) ? (operations as object[]) : [];
  return all.flatMap((operation, at) =>
    Object.keys(operation)
      .filter((name) => !members.includes(name))
      .map((name) => `json patch unknown field "[${at}].${name}"`),
  );
}

/** Strict mode about a patch is told of the patch. */
function invalidPatch(_kind: Kind, why: string): StatusError {
  const cause = { reason: "FieldValueInvalid", message: `Invalid value: ${why}`, field: "patch" };
  return new StatusError(422, "Invalid", ` "" is invalid: patch: Invalid value: ${why}`, { causes: [cause] });
}

function tooManyOperations(count: number): StatusError {
  const limit = `The allowed maximum operations in a JSON patch is ${operationsLimit}, got ${count}`;
  return new StatusError(413, "RequestEntityTooLarge", `Request entity too large: ${limit}`);
}

function forceForbidden(): StatusError {
  const message = "Forbidden: may not be specified for non-apply patch";
  return invalidOptions("PatchOptions", { reason: "FieldValueForbidden", message, field: "force" });
}
