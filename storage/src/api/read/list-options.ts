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
  timeoutSeconds: number | undefined;
};

/** @throws StatusError 400, 410 or 422 for what cannot be combined or understood. */
export function parseListOptions(query: URLSearchParams, request: ResourceRequest): ListOptions {
  const version = parseResourceVersion(query.get("resourceVersion"));
  const match = query.get("resourceVersionMatch") || undefined;
  const sendInitialEvents = query.get("sendInitialEvents");
  const continued = query.get("continue");
  const continues = !isStart(continued);
  if (continues && version.number) throw badRequest("specifying resource version is not allowed when using continue");
  const causes = causesOf({
    number: version.number,
    match,
    sendInitialEvents,
    continues,
    watches: request.verb === "watch",
  });
  if (causes.length > 0) throw invalidOptions("ListOptions", ...causes);
  const token = readContinueToken(continued);
  return {
    selector: parseSelector(query.get("labelSelector") ?? "", fieldSelector(query, request)),
    limit: wholeNumber(query, "limit") ?? 0,
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
  if (!/^\d{1,15}$/.test(text)) throw badRequest(`invalid resourceVersion: "${text}"`);
  return { number: Number(text) };
}

/** Of Go's int64: who sends it wants no limit. */
const most = 2n ** 63n - 1n;

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!/^\d{1,19}$/.test(text) || BigInt(text) > most)
    throw badRequest(`${name} must be a whole number that is not negative, not "${text}"`);
  return Number(text);
}

type VersionQuery = {
  number: number | undefined;
  match: string | undefined;
  sendInitialEvents: string | null;
  continues: boolean;
  watches: boolean;
};

/** Which combinations are refused: Kubernetes API Concepts, "Resource versions", and "Streaming lists". */
function causesOf(query: VersionQuery): Cause[] {
  const { number, match, sendInitialEvents, continues, watches } = query;
  const forbidden: [field: string, when: boolean, message: string][] = [
    [
      "resourceVersionMatch",
      match !== undefined && watches && sendInitialEvents === null,
      "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
    ],
    [
      "resourceVersionMatch",
      match !== undefined && !watches && number === undefined,
      "resourceVersionMatch is forbidden unless resourceVersion is provided",
    ],
    [
      "resourceVersionMatch",
      match !== undefined && continues,
      "resourceVersionMatch is forbidden when continue is provided",
    ],
    [
      "resourceVersionMatch",
      match === "Exact" && number === 0,
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    ["sendInitialEvents", sendInitialEvents !== null && !watches, "sendInitialEvents is forbidden for list"],
    [
      "resourceVersionMatch",
      sendInitialEvents !== null && watches && match !== "NotOlderThan",
      "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
    ],
  ];
  const isSupported =
    match === undefined || match === "NotOlderThan" || (match === "Exact" && sendInitialEvents === null);
  const causes = forbidden
    .filter(([, when]) => when)
    .map(([field, , message]): Cause => ({ reason: "FieldValueForbidden", message: `Forbidden: ${message}`, field }));
  if (isSupported) return causes;
  const supported = watches ? ["NotOlderThan"] : ["Exact", "NotOlderThan", ""];
  const cause = unsupportedValue("resourceVersionMatch", JSON.stringify(match), supported);
  return watches ? [...causes, cause] : [cause, ...causes];
}
