import type { z } from "zod";
import type { Kind } from "../meta/kind.ts";
import { Metadata } from "../meta/metadata.ts";
import { badRequest, type StatusError } from "../meta/status.ts";
import { isObject } from "../schema/is-object.ts";
import { plainMetadata } from "./plain-metadata.ts";

/**
 * `metadata` as the client sends it.
 *
 * @throws StatusError 400 for values of another type, in the words of kube-apiserver, which are Go's.
 */
export function readMetadata(kind: Kind, sent: unknown): Metadata {
  const plain = plainMetadata(sent);
  if (plain) return plain;
  const metadata = Metadata.safeParse(sent ?? {});
  if (metadata.success) return metadata.data;
  const [issue] = metadata.error.issues as [z.core.$ZodIssue];
  if (issue.code === "custom") throw undecodable(kind, issue.message);
  throw undecodable(kind, `json: cannot unmarshal ${problem(issue, sent)}`);
}

/** The body of the request is no such object. */
export function undecodable({ kind, version }: Pick<Kind, "kind" | "version">, why: string): StatusError {
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
}

function problem(issue: z.core.$ZodIssue, sent: unknown): string {
  const given = goName(issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], sent));
  if (!isObject(sent)) return `${given} into Go value of type v1.ObjectMeta`;
  const expected = "expected" in issue ? String(issue.expected) : "";
  return `${given} into Go struct field ObjectMeta.${String(issue.path[0])} of type ${goTypes[expected] ?? expected}`;
}

const goTypes: Record<string, string> = {
  array: "[]string",
  boolean: "bool",
  int: "int64",
  number: "int64",
  record: "map[string]string",
};

function goName(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}
