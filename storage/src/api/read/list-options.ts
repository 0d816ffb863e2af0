import type { Cause } from "../../meta/cause.ts";
import { badRequest, invalidOptions, unsupportedValue } from "../../meta/status.ts";
import { parseSelector, type Selector } from "../../objects/selectors.ts";
import { isTrue, type ResourceRequest } from "../request-info.ts";
import { type ContinueToken, isStart, readContinueToken } from "./continue-token.ts";

/** Query of a list, watch or deletion of a collection. Kubernetes API Concepts, "Resource versions". */
export type ListOptions = {
  selector: Selector;
  /** 0: no limit. */
  limit: number;
  continue: ContinueToken | undefined;
  /** `undefined`: not given. */
  resourceVersion: number | undefined;
  match: "Exact" | "NotOlderThan" | undefined;
  /** What the words `fullSpec` and `metadata` in place of a resourceVersion ask for. */
  mode: "full" | "metadata" | undefined;
  allowWatchBookmarks: boolean;
  sendInitialEvents: boolean;
  /** Below 0: a watch is over when it has begun. */
  timeoutSeconds: number | undefined;
};

/** @throws StatusError 400, 410 or 422 for what cannot be combined or understood. */
export function parseListOptions(query: URLSearchParams, request: ResourceRequest): ListOptions {
  const version = parseResourceVersion(query.get("resourceVersion"));
  const match = query.get("resourceVersionMatch") || undefined;
  const sendInitialEvents = query.get("sendInitialEvents");
  const continued = query.get("continue");
  const continues = !isStart(continued);
  const causes = (request.verb === "watch" ? watchCauses : listCauses)({
    number: version.number,
    match,
    sendInitialEvents,
    continues,
  });
  if (causes.length > 0) throw invalidOptions("ListOptions", ...causes);
  if (continues && version.number) throw badRequest("specifying resource version is not allowed when using continue");
  const token = readContinueToken(continued);
  return {
    selector: parseSelector(query.get("labelSelector") ?? "", fieldSelector(query, request)),
    // Less than none is none, as to kube-apiserver.
    limit: Math.max(wholeNumber(query, "limit") ?? 0, 0),
    continue: token,
    resourceVersion: version.number,
    match: match as ListOptions["match"],
    mode: version.mode ?? token?.mode,
    allowWatchBookmarks: isTrue(query.get("allowWatchBookmarks")),
    sendInitialEvents: isTrue(sendInitialEvents),
    timeoutSeconds: wholeNumber(query, "timeoutSeconds"),
  };
}

/** A watch of one name is a watch of the collection that selects it. */
function fieldSelector(query: URLSearchParams, { name, verb }: ResourceRequest): string {
  const given = query.get("fieldSelector") ?? "";
  if (verb !== "watch" || name === undefined) return given;
  return [given, `metadata.name=${name}`].filter(Boolean).join(",");
}

type VersionAsked = Partial<{ number: number; mode: "full" | "metadata" }>;

/**
 * Kubescape's clients put words there (docs/reference/storage-api.md, "Bodies in lists").
 *
 * @throws StatusError 400
 */
export function parseResourceVersion(text: string | null): VersionAsked {
  if (text === null || text === "") return {};
  if (text === "fullSpec") return { mode: "full" };
  if (text === "metadata") return { mode: "metadata" };
  if (!/^\d{1,20}$/.test(text) || BigInt(text) > greatestVersion)
    throw badRequest(`invalid resourceVersion: "${text}"`);
  return { number: Number(text) };
}

/** Of resourceVersions. Those of this server are far below. */
const greatestVersion = 2n ** 64n - 1n;

/** Of Go's int64, as Go reads it: the greatest there is means no limit. */
function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!/^[-+]?\d{1,19}$/.test(text) || BigInt.asIntN(64, BigInt(text)) !== BigInt(text))
    throw badRequest(`${name} must be a whole number of 64 bits, not "${text}"`);
  return Number(text);
}

type VersionQuery = {
  number: number | undefined;
  match: string | undefined;
  sendInitialEvents: string | null;
  continues: boolean;
};

const field = "resourceVersionMatch";

/** Which combinations are refused, in kube-apiserver's order: Kubernetes API Concepts, "Resource versions". */
function listCauses({ number, match, sendInitialEvents, continues }: VersionQuery): Cause[] {
  const causes: Cause[] = [];
  if (match !== undefined) {
    if (number === undefined) causes.push(forbidden(field, `${field} is forbidden unless resourceVersion is provided`));
    if (continues) causes.push(forbidden(field, `${field} is forbidden when continue is provided`));
    if (match !== "Exact" && match !== "NotOlderThan")
      causes.push(unsupportedValue(field, JSON.stringify(match), ["Exact", "NotOlderThan", ""]));
    if (match === "Exact" && number === 0)
      causes.push(forbidden(field, `${field} "exact" is forbidden for resourceVersion "0"`));
  }
  if (sendInitialEvents !== null)
    causes.push(forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
  return causes;
}

/** The same of a watch: "Streaming lists". */
function watchCauses({ match, sendInitialEvents, continues }: VersionQuery): Cause[] {
  const causes: Cause[] = [];
  if (sendInitialEvents !== null && match !== "NotOlderThan")
    causes.push(forbidden(field, `sendInitialEvents requires setting ${field} to NotOlderThan`));
  if (match === undefined) return causes;
  if (sendInitialEvents === null)
    causes.push(forbidden(field, `${field} is forbidden for watch unless sendInitialEvents is provided`));
  if (match !== "NotOlderThan") causes.push(unsupportedValue(field, JSON.stringify(match), ["NotOlderThan"]));
  if (continues) causes.push(forbidden(field, `${field} is forbidden when continue is provided`));
  return causes;
}

function forbidden(of: string, message: string): Cause {
  return { reason: "FieldValueForbidden", message: `Forbidden: ${message}`, field: of };
}
