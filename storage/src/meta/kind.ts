import type { Message } from "../schema/message.ts";
import type { Joined, JoinedRange, Listed, Range, Revision } from "../store/store.ts";
import type { Cause } from "./cause.ts";
import type { ApiObject, Metadata } from "./metadata.ts";

export type Verb = "create" | "delete" | "deletecollection" | "get" | "list" | "patch" | "update" | "watch";

/** In alphabetical order, as discovery gives them. */
export const allVerbs: Verb[] = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/** What a table row is made of: parsed metadata and the digest, never the body. */
export type TableSubject = { metadata: Record<string, unknown>; digest: number[]; now: Date };

/** One column of `kubectl get`. Kubernetes API Concepts, "Receiving resources as Tables". */
export type Column = {
  name: string;
  type: "string" | "integer" | "date";
  format?: "name";
  description: string;
  /** Shown only with `-o wide`. */
  wide?: boolean;
  cell(subject: TableSubject): string | number | null;
};

/**
 * A served resource. Everything the server knows about a kind is here; the HTTP side has no case for a single kind.
 */
export type Kind = {
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  verbs: Verb[];
  /** Everything besides type and metadata; other fields are dropped. Absent: kept as it is written, and JSON only. */
  message?: Message;
  /** Whether `/status` exists: then writes to the object leave `status` alone, and the other way round. */
  hasStatus: boolean;
  /** `metadata`: lists and watches leave the body out unless `resourceVersion=fullSpec` asks for it. */
  listed: "full" | "metadata";
  /** Stands in for the body where it is left out, as `Revision.body`. */
  emptyBody: string;
  /** Numbers kept beside the object for tables and sums; absent: none. */
  digest?(object: Record<string, unknown>): number[];
  /**
   * Dotted fields that the digest looks at; `*` is each item of a list, or each value of a map, whose names it does not look at.
   * Absent: it may look at everything.
   */
  digested?: string[];
  columns: Column[];
  /** The stored kind that each object is made of, one by one: to read the one takes as much as to read the other. */
  viewOf?: Kind;
  /** Largest request body in bytes. */
  maxBodyBytes: number;
  /** What is wrong with an object that is understood, besides its metadata. */
  causes?(object: ApiObject): Cause[];
  /** What an update becomes where the stored object has its own say in it; absent: what was sent. */
  kept?(current: ApiObject, next: ApiObject): ApiObject;
  /** An object as it is stored, with its size among its annotations; one that is too large may be emptied. Absent: as it is. */
  sized?(object: ApiObject): ApiObject;
  /** Whether a checksum of what it says is noted on each object that is stored. */
  hasChecksum: boolean;
  /**
   * Whether a new object may come, besides its own faults. `read` gives the metadata of another of its namespace.
   *
   * @throws StatusError when not.
   */
  admit?(object: ApiObject, read: (name: string) => Promise<Metadata | undefined>): Promise<void>;
  /** Dotted fields that one manager owns whole in server-side apply. Lists always are. */
  atomicFields: string[];
};

/** Name of the kind in the store and in messages: `plural.group`, or `plural` in the core group. */
export function resourceName(kind: Pick<Kind, "plural" | "group">): string {
  return kind.group === "" ? kind.plural : `${kind.plural}.${kind.group}`;
}

export function apiVersion(kind: Pick<Kind, "group" | "version">): string {
  return kind.group === "" ? kind.version : `${kind.group}/${kind.version}`;
}

/** The kinds a server serves, findable by URL. */
export type Kinds = {
  all: Kind[];
  find(group: string, version: string, plural: string): Kind | undefined;
};

export function kindsOf(all: Kind[]): Kinds {
  const byPath = new Map(all.map((kind) => [`${kind.group}/${kind.version}/${kind.plural}`, kind]));
  return { all, find: (group, version, plural) => byPath.get(`${group}/${version}/${plural}`) };
}

/** Where objects of a kind are read from: the store, or a computation over it. */
export type Source = {
  get(key: { namespace: string; name: string }): Promise<Revision | undefined>;
  list(range: Omit<Range, "kind">): Promise<Listed>;
  /** As that of the store; absent: it has no such thing. */
  joined?: ((range: Omit<JoinedRange, "kind">) => Promise<Joined>) | undefined;
};
