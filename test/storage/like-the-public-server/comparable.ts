// biome-ignore-all lint/suspicious/noExplicitAny: answers are of every shape
import type { Answer } from "./ask.ts";

/**
 * What of the answers about one kind has to be the same of two servers: everything but values that each chooses itself. Of
 * the versions of an object it is compared which of them are equal; of a list only that it has one.
 */
export function comparableAnswers(): (answer: Answer) => object {
  const versions = new Map<string, string[]>();

  function versionOf(object: string, version: string): string {
    const seen = versions.get(object) ?? [];
    versions.set(object, seen);
    if (!seen.includes(version)) seen.push(version);
    return `VERSION ${seen.indexOf(version) + 1} of ${object}`;
  }

  function metadata(value: any): any {
    const { name, uid, resourceVersion: version, continue: token, ...rest } = value;
    const isList = name === undefined;
    return {
      ...any(rest),
      ...(name !== undefined && { name: text(name) }),
      ...(uid !== undefined && { uid: uid === "" ? "" : "UID" }),
      ...(version !== undefined && { resourceVersion: isList ? ofList(version) : versionOf(text(name), version) }),
      // An empty token and none say the same.
      ...(token && { continue: "TOKEN" }),
    };
  }

  function any(value: any): any {
    if (Array.isArray(value)) return value.map((item) => any(item));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries<any>(value).map(([key, item]) => [
          key,
          key === "metadata" && item !== null && typeof item === "object" ? metadata(item) : part(key, item),
        ]),
      );
    }
    return typeof value === "string" ? text(value) : value;
  }

  function part(key: string, item: any): any {
    return (key === "spec" || key === "status") && saysNothing(item) ? { [noBody]: item } : any(item);
  }

  return ({ code, headers, body }) => ({
    code,
    type: headers["content-type"],
    ...(headers.warning && { warning: text(headers.warning) }),
    ...(headers["retry-after"] && { retryAfter: headers["retry-after"] }),
    body: any(body?.kind === "Status" ? withoutSentence(body) : inOrder(body)),
  });
}

/** Sentences are for people. Those that programs look for have tests of their own. */
function withoutSentence({ message: _message, details, ...rest }: any): any {
  const causes = details?.causes?.map(({ message: _words, ...cause }: any) => cause);
  return { ...rest, ...(details && { details: { ...details, ...(causes && { causes }) } }) };
}

/** The only field of what takes the place of a body that is left out, with what stands there for it. */
export const noBody = "NO BODY";

function saysNothing(value: any): boolean {
  return typeof value === "object" && value !== null ? Object.values(value).every(saysNothing) : !value;
}

/** The public server lists in the order in which objects were written. */
function inOrder(body: any): any {
  const by = (name: (item: any) => string) => (a: any, b: any) => (name(a) < name(b) ? -1 : 1);
  if (body?.items) return { ...body, items: body.items.toSorted(by(({ metadata }) => metadata.name)) };
  return body?.rows ? { ...body, rows: body.rows.toSorted(by(({ cells }) => cells[0])) } : body;
}

function ofList(version: string): string {
  return version === "" || version === "0" ? version : "VERSION";
}

/** Times of this run, not those that objects say, which are older. */
const now = new RegExp(`${new Date().getUTCFullYear()}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z`, "g");

function text(value: string): string {
  return value
    .replaceAll(now, "TIME")
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "UID")
    .replaceAll(/\b[0-9a-f]{64}\b/g, "CHECKSUM")
    .replaceAll(/(?<=^made-)[a-z0-9]{5}$/g, "NAME");
}
