import type { ApiAnswer, ApiRequest } from "../api-request.ts";

/** A kind of objects with counters of severities below `spec`. */
export type Subject = { group: string; kind: string; plural: string; namespace: string };

/** Answers to the requests before, by their names: what they say goes into those that follow. */
export type Before = (name: string) => ApiAnswer;

/** A request about a kind; `at`: behind the URL of its objects in the namespace. */
type Made = Omit<ApiRequest, "path"> & { at?: string; path?: string };
export type Make = (subject: Subject, before: Before) => Made;

export const types = {
  json: "application/json",
  yaml: "application/yaml",
  merge: "application/merge-patch+json",
  patch: "application/json-patch+json",
  apply: "application/apply-patch+yaml",
};

export function object({ group, kind }: Subject, metadata: object, rest: object = {}): object {
  const severities = { critical: 1, high: 2, medium: 0, low: 0, unknown: 0 };
  return {
    apiVersion: `${group}/v1beta1`,
    kind,
    metadata: { name: "x", ...metadata },
    spec: { severities, controls: {} },
    ...rest,
  };
}

type Content = (subject: Subject, before: Before) => unknown;

const withBody =
  (method: string, type: string) =>
  (at: string, content: Content): Make =>
  (subject, before) => {
    const body = content(subject, before);
    return {
      method,
      at,
      headers: { "Content-Type": type },
      body: typeof body === "string" ? body : JSON.stringify(body),
    };
  };

export const sent = withBody;
export const post = withBody("POST", types.json);
export const put = withBody("PUT", types.json);
export const remove = withBody("DELETE", types.json);
export const merge = withBody("PATCH", types.merge);
export const apply = withBody("PATCH", types.apply);
export const change = withBody("PATCH", types.patch);

export const get =
  (at: string, accept = types.json): Make =>
  () => ({ method: "GET", at, headers: { Accept: accept } });
export const list = (query: string, accept = types.json): Make => get(`?${query}`, accept);

export const created = (metadata: object, at = "", rest: object = {}): Make =>
  post(at, (subject) => object(subject, metadata, rest));
export const updated = (metadata: object, at = "/x"): Make => put(at, (subject) => object(subject, metadata));
export const merged = (patch: unknown, at = "/x"): Make => merge(at, () => patch);
export const applied = (at: string, metadata: object, rest = {}): Make =>
  apply(at, (subject) => object(subject, metadata, rest));
export const deleted = (at: string, options: object = {}): Make =>
  remove(at, () => ({ kind: "DeleteOptions", apiVersion: "v1", ...options }));
