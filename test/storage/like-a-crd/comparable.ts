// biome-ignore-all lint/suspicious/noExplicitAny: answers are of every shape
import { parse } from "yaml";
import type { ApiAnswer } from "../api-request.ts";
import type { Subject } from "./subject.ts";

/**
 * What of an answer has to be the same for two kinds: everything but the names of the kind, and values that every server
 * chooses itself. Of those it is compared which of them are equal to each other.
 */
export function comparableAnswers({ group, kind, plural }: Subject): (name: string, answer: ApiAnswer) => object {
  let at = "";
  const versions = firstSeen("VERSION", () => at);
  const uids = firstSeen("UID", () => at);
  const names = firstSeen("NAME", () => at);

  function text(value: string): string {
    return value
      .replaceAll(plural, "PLURAL")
      .replaceAll(group, "GROUP")
      .replaceAll(kind, "KIND")
      .replaceAll(kind.toLowerCase(), "SINGULAR")
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, uids)
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "TIME")
      .replaceAll(/(?<=generated-)[a-z0-9]{5}$/g, names)
      .replaceAll(/(?<=too old resource version: \d+ \()\d+/g, "OLDEST")
      .replaceAll(/(?<=Too large resource version: \d+, current: )\d+/g, "NEWEST")
      .replaceAll(
        /(?<=(?:(?:in precondition|in object meta|resource version): |ResourceVersion in record \())\d+/g,
        versions,
      );
  }

  function any(value: any, key = ""): any {
    if (Array.isArray(value))
      return inOrder(
        key,
        value.map((item) => any(item)),
      );
    if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value)
        .filter(([name, item]) => !isNothing(name, item))
        .map(([name, item]) => [text(name), any(item, name)] as const);
      return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    }
    if (key === "resourceVersion" && value !== "") return versions(value);
    if (key === "continue") return "TOKEN";
    return typeof value === "string" ? text(value) : value;
  }

  return (name, { code, headers, body }) => {
    at = name;
    const type = headers["content-type"]?.replace(";stream=watch", "");
    // There is nothing: who finds that out says it in a way of its own.
    if (type === "text/plain; charset=utf-8" || body?.message === unknownPath) return { code };
    const object = type === "application/yaml" ? parse(body) : body;
    return {
      code,
      type,
      ...(headers.warning && { warning: text(headers.warning) }),
      ...(headers["retry-after"] && { retryAfter: headers["retry-after"] }),
      body: any(
        Array.isArray(object)
          ? object.map((event) => ({ ...event, object: comparedPart(event.object) }))
          : comparedPart(object),
      ),
    };
  };
}

const unknownPath = "the server could not find the requested resource";

function comparedPart(body: any): any {
  if (body?.kind === "Table") return withoutCells(body);
  if (body?.kind === "Status") return { ...body, ...comparedWords(body) };
  // etcd's number moves on for reasons of its own.
  return body?.items
    ? { ...body, metadata: { ...body.metadata, resourceVersion: /^\d+$/.test(body.metadata.resourceVersion) } }
    : body;
}

/** Columns are a kind's own. */
function withoutCells({ columnDefinitions: _columns, rows, metadata, ...rest }: any): any {
  const { resourceVersion: _version, ...kept } = metadata;
  return { ...rest, metadata: kept, rows: rows?.map(({ object }: any) => ({ object })) };
}

/** Sentences of Go's own libraries, ours in their place, and those that only say that something is wrong. */
const otherWords = [
  /strconv\.|json parse error|yaml: |unsupported value: |error decoding|invalid character|got string|already set in map|Invalid JSON Patch/,
  /json: cannot unmarshal \w+ into Go value of type (?!v1)/,
  /unknown conversion$|is registered for version|is no DeleteOptions: |Go struct field (?:DeleteOptions|Preconditions)/,
  /is no object$|cannot be read|has no body|must be a whole number|^invalid resourceVersion/,
  /is no JSON patch|^the server rejected our request due to an error|^only the following media types|^ "" is invalid: patch/,
  /continue key is not valid|^you requested|^content is not a list/,
];

/** Where the sentence is not to be the same, what it is about is not either. */
function comparedWords({ message = "", details }: any): object {
  if (message.includes("Precondition failed: UID")) return { message: "UID IN PRECONDITION" };
  if (otherWords.some((words) => words.test(message))) return { message: "IN OTHER WORDS", details: undefined };
  if (details?.causes?.[0]?.reason === "FieldManagerConflict") return { details: { causes: details.causes } };
  return {};
}

const ownedMaps = new Set(["f:metadata", "f:labels", "f:annotations", "f:finalizers", "f:ownerReferences", "f:spec"]);

/** What says nothing: that a map of owned fields is there besides what is in it, and an empty token. */
function isNothing(name: string, item: any): boolean {
  if (name === "." || (name === "continue" && item === "")) return true;
  return ownedMaps.has(name) && Object.keys(item).every((key) => key === ".");
}

/** kube-apiserver says some causes twice; who is first among several is nobody's business. */
function inOrder(key: string, items: any[]): any[] {
  if (key === "causes")
    return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()].toSorted(byText);
  return key === "managedFields" ? items.toSorted(byText) : items;
}

function byText(a: any, b: any): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

/** A name for each value: where it was seen first. */
function firstSeen(what: string, at: () => string): (value: string) => string {
  const seen = new Map<string, string>();
  return (value) => {
    const known = seen.get(value) ?? `${what} of ${at()}`;
    seen.set(value, known);
    return known;
  };
}
