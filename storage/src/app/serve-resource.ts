import type { Call } from "../api/call.ts";
import { getObject } from "../api/read/get-object.ts";
import { listObjects } from "../api/read/list-objects.ts";
import { type RequestInfo, type ResourceRequest, requestInfo } from "../api/request-info.ts";
import { negotiate, type Shape } from "../api/wire/negotiate.ts";
import { createObject } from "../api/write/create-object.ts";
import { deleteCollection } from "../api/write/delete-collection.ts";
import { deleteObject } from "../api/write/delete-object.ts";
import { patchObject } from "../api/write/patch-object.ts";
import { updateObject } from "../api/write/update-object.ts";
import { createBatch } from "../batch/create-batch.ts";
import { workloadConfigurationScanBatch } from "../kinds/scan-batch.ts";
import type { Kind, Kinds, Verb } from "../meta/kind.ts";
import { methodNotAllowed } from "../meta/status.ts";
import { OutgrownError } from "../schema/growth.ts";
import type { Answer } from "../serve/answer.ts";
import type { Received } from "../serve/received.ts";
import type { WatchDeps } from "../watch/start-watch.ts";
import { watchObjects } from "../watch/watch-objects.ts";
import type { Asked } from "./asked.ts";

/** What the verbs work with. */
export type VerbDeps = WatchDeps;

type Serve = (call: Call, deps: VerbDeps) => Promise<Answer>;

const verbs: Record<Verb, Serve> = {
  create: createObject,
  delete: deleteObject,
  deletecollection: deleteCollection,
  get: getObject,
  list: listObjects,
  patch: patchObject,
  update: updateObject,
  watch: watchObjects,
};

/** What is done in place of storing an object, for kinds that are actions. */
const actions = new Map<Kind, Serve>([[workloadConfigurationScanBatch, createBatch]]);

const shapes: Partial<Record<Verb, Shape>> = { list: "list", deletecollection: "list", watch: "watch" };
const statusVerbs: Verb[] = ["get", "patch", "update"];
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const noQuery = new URLSearchParams();

/** What a request to a resource is answered with; `undefined` when there is no such resource. */
export async function serveResource(
  {
    info,
    query,
    raw,
    connection,
    user,
  }: Pick<Asked, "info" | "query" | "raw" | "user"> & Partial<Pick<Asked, "connection">>,
  deps: VerbDeps,
): Promise<Answer | undefined> {
  const kind = kindOf(info, deps.kinds);
  if (!kind || info.type !== "resource" || !isServed(kind, info)) {
    const allowed = allowedMethods(info.path, deps.kinds);
    if (kind || allowed.length > 0) throw methodNotAllowed(allowed);
    return undefined;
  }
  const format = negotiate(raw.headers.get("accept"), shapes[info.verb] ?? "object", kind.message !== undefined);
  const work = deps.workRoom?.enter();
  const action = actions.get(kind);
  const isHandedOver = deps.large !== undefined && action === undefined;
  const call: Call = {
    kind,
    request: info,
    query,
    raw: work ? arriving(raw, work) : raw,
    format,
    username: user?.username,
    roomFor: work?.begin,
    isHandedOver,
    connection,
  };
  try {
    return (await deps.large?.answer(call)) ?? (await (action ?? verbs[info.verb])(call, deps));
  } catch (error) {
    if (!isHandedOver || !(error instanceof OutgrownError)) throw error;
    work?.end();
    return await deps.large?.answer(call, error.growth.sent);
  } finally {
    work?.end();
  }
}

/** The same request. A body that does not say how long it is takes up memory as it arrives. */
function arriving(raw: Received, work: { arrive(bytes: number): void }): Received {
  if (raw.headers.has("content-length") || !raw.headers.has("transfer-encoding")) return raw;
  return {
    ...raw,
    chunks: async function* () {
      for await (const chunk of raw.chunks()) {
        work.arrive(chunk.length);
        yield chunk;
      }
    },
  };
}

function isServed(kind: Kind, { verb, subresource }: ResourceRequest): boolean {
  return kind.verbs.includes(verb) && (subresource === undefined || statusVerbs.includes(verb));
}

/** Methods that there are at a path: none where there is nothing, fewer where, for example, there are all namespaces. */
function allowedMethods(pathname: string, kinds: Kinds): string[] {
  return methods.filter((method) => {
    const info = requestInfo(method, { pathname, searchParams: noQuery });
    const kind = kindOf(info, kinds);
    return kind && info.type === "resource" && isServed(kind, info);
  });
}

function kindOf(info: RequestInfo, kinds: Kinds): Kind | undefined {
  if (info.type !== "resource") return undefined;
  const kind = kinds.find(info.group, info.version, info.plural);
  return kind && isAddressable(kind, info) ? kind : undefined;
}

/** Whether a URL of this form exists for the kind. A watch of one name may leave the namespace out. */
function isAddressable(kind: Kind, { namespace, name, verb, subresource }: ResourceRequest): boolean {
  if (subresource !== undefined && !(subresource === "status" && kind.hasStatus)) return false;
  if (!kind.namespaced) return namespace === undefined;
  return namespace !== undefined || verb === "watch" || (name === undefined && verb === "list");
}
