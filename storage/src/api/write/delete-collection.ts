import { expired, StatusError } from "../../meta/status.ts";
import { parseMetadata } from "../../objects/object-text.ts";
import type { Answer } from "../../serve/answer.ts";
import { ExpiredError, type Revision } from "../../store/store.ts";
import { type ApiDeps, type Call, rendering, respond } from "../call.ts";
import { existingObjects } from "../read/existing-objects.ts";
import { listMetadata } from "../read/list-objects.ts";
import { type ListOptions, parseListOptions } from "../read/list-options.ts";
import { shown } from "../read/listed-form.ts";
import { listFrame, renderItem } from "../wire/render.ts";
import { remove } from "./delete-object.ts";
import { type DeleteOptions, readDeleteOptions } from "./delete-options.ts";

/** Deletions that are under way at once: they share flushes of the disk. */
const atOnce = 64;

/**
 * Deletes every selected object that exists at this moment, or as many as `limit` says, and answers with the list of what was
 * there. It is a list like others: of large kinds it shows no bodies, or a namespace that ends would be in memory whole.
 */
export async function deleteCollection(call: Call, deps: ApiDeps): Promise<Answer> {
  const options = await readDeleteOptions(call.raw, call.query);
  const listOptions = parseListOptions(call.query, call.request);
  const gone: Revision[] = [];
  let left = listOptions.limit || Number.POSITIVE_INFINITY;
  let end: { at: number; after?: Revision["key"] | undefined } = { at: deps.store.resourceVersion };
  for await (const { revisions, resourceVersion, more } of existing(call, listOptions, deps)) {
    const wanted = revisions.slice(0, left);
    left -= wanted.length;
    for (let start = 0; start < wanted.length; start += atOnce) {
      const removed = await removeAll(call, wanted.slice(start, start + atOnce), options, deps);
      gone.push(...removed.map((revision) => shown(call.kind, listOptions, revision)));
    }
    const isCut = left === 0 && (more || wanted.length < revisions.length);
    end = { at: resourceVersion, after: isCut ? wanted.at(-1)?.key : undefined };
    if (left === 0) break;
  }
  const view = rendering(call, deps);
  const frame = listFrame(view);
  const items = gone.map((revision) => renderItem(view, revision)).join(",");
  return respond(
    call,
    200,
    `${frame.head}${items}${frame.tail(listMetadata({ at: end.at, next: end.after }, listOptions))}`,
  );
}

/** From where the token says, if there is one. @throws StatusError 410 */
async function* existing(call: Call, options: ListOptions, deps: ApiDeps): ReturnType<typeof existingObjects> {
  try {
    yield* existingObjects(call, options, deps, { metadataOnly: true, from: options.continue });
  } catch (error) {
    if (error instanceof ExpiredError) throw expired(`The provided continue parameter is too old: ${error.message}`);
    throw error;
  }
}

/** Those that were there, as they were. */
async function removeAll(call: Call, wanted: Revision[], options: DeleteOptions, deps: ApiDeps): Promise<Revision[]> {
  const gone = await Promise.all(wanted.map((revision) => removeListed(call, revision, options, deps)));
  return gone.filter((revision) => revision !== undefined);
}

/**
 * `undefined` when it is gone already or has been made anew: then it is not the one that was listed.
 *
 * @throws StatusError 409 when it is not what the request says that it must be.
 */
async function removeListed(
  { kind }: Call,
  revision: Revision,
  options: DeleteOptions,
  deps: ApiDeps,
): Promise<Revision | undefined> {
  const { uid = parseMetadata(revision).uid, resourceVersion } = options;
  const isConditional = options.uid !== undefined || resourceVersion !== undefined;
  try {
    return (await remove(kind, revision.key, { ...options, uid }, deps)).before;
  } catch (error) {
    if (error instanceof StatusError && (isConditional ? [404] : [404, 409]).includes(error.status.code))
      return undefined;
    throw error;
  }
}
