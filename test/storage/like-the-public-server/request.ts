import type { Answer } from "./ask.ts";
import { type Json, pathOf, type Subject, version } from "./subject.ts";

export type Request = {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** What is sent one after the other when the answer, a watch, has begun. */
  meanwhile?: Request[];
};

/** Answers to the requests before, by their names: what they say goes into those that follow. */
export type Before = (name: string) => Answer;
export type Make = (subject: Subject, before: Before) => Request;
/** Requests in the order in which they are sent, by names that say what each is. */
export type Story = Record<string, Make>;

export const types = {
  json: "application/json",
  yaml: "application/yaml",
  protobuf: "application/vnd.kubernetes.protobuf",
  merge: "application/merge-patch+json",
  patch: "application/json-patch+json",
  apply: "application/apply-patch+yaml",
  strategic: "application/strategic-merge-patch+json",
};

export const get =
  (at: string, accept = types.json): Make =>
  (subject) => ({ method: "GET", path: `${pathOf(subject)}${at}`, headers: { Accept: accept } });

type Content = (subject: Subject, before: Before) => unknown;

/** @param content What is no text and no bytes is sent as JSON. */
export const sent =
  (method: string, at: string, content: Content, type = types.json, accept = type): Make =>
  (subject, before) => {
    const made = content(subject, before);
    const body = typeof made === "string" || Buffer.isBuffer(made) ? made : JSON.stringify(made);
    const answer = accept === types.protobuf ? accept : types.json;
    const headers = { "Content-Type": type, Accept: answer };
    return { method, path: `${pathOf(subject)}${at}`, headers, body };
  };

export const post = (content: Content, query = "", type = types.json) => sent("POST", query, content, type);
export const put = (at: string, content: Content, type = types.json) => sent("PUT", at, content, type);
export const patch = (at: string, content: Content, type = types.merge) => sent("PATCH", at, content, type);
export const remove = (at: string, options?: object): Make =>
  options ? sent("DELETE", at, () => ({ kind: "DeleteOptions", apiVersion: "v1", ...options })) : bare("DELETE", at);

const bare =
  (method: string, at: string): Make =>
  (subject) => ({ method, path: `${pathOf(subject)}${at}` });

/** An object with every field, or one that leaves some out, under another name. */
export function filled(subject: Subject, name: string, metadata: object = {}, like = "gap-0"): Json {
  const { json } = written(subject, like);
  return { ...json, metadata: { ...json.metadata, name, ...metadata } };
}

export function written({ objects }: Subject, like: string): { json: Json; protobuf: Buffer } {
  const found = objects.get(like);
  if (!found) throw new Error(`there is no object ${like}`);
  return found;
}

/** An object of which nothing but metadata is said. */
export function empty({ kind }: Subject, name: string, metadata: object = {}): Json {
  return { apiVersion: version, kind, metadata: { name, ...metadata } };
}

/** An object with every field and the metadata of an earlier answer, whose body may be left out, but for some of them. */
export function like(subject: Subject, before: Before, name: string, metadata: object): Json {
  const { json } = written(subject, "gap-0");
  return { ...json, metadata: { ...before(name).body?.metadata, ...metadata } };
}
