/** Where an object is kept. `kind` is `plural.group` (`plural` in the core group); `namespace` is `""` cluster-wide. */
export type Key = { kind: string; namespace: string; name: string };

export type RevisionType = "added" | "modified" | "deleted";

/** One state of one object, as JSON text, so that reading it needs no parsing. */
export type Revision = {
  key: Key;
  /** Global: every committed change of any kind has a greater number, within one run the next one. */
  resourceVersion: number;
  type: RevisionType;
  /** `metadata` without `resourceVersion`. */
  metadata: string;
  /** The other top-level fields without the braces around them: `"spec":{},"status":{}`. */
  body: string;
  /** What lists and summaries need of the body without reading it; meaning defined by the kind. */
  digest: number[] | undefined;
};

/** A wanted change. It is refused when `replaces` is no longer the object's last state (`undefined`: there is none). */
export type Change = Omit<Revision, "resourceVersion"> & {
  replaces: Revision | undefined;
  /** The body as UTF-8 in place of `body`: a large one is answered, stored and shown as these bytes. */
  bytes?: Uint8Array | undefined;
  /** The body as zstd (RFC 8878) in place of `body`: where one is large whoever makes it has the time for that. */
  compressed?: Uint8Array | undefined;
};

export type Committed = { ok: true; revision: Revision } | { ok: false; reason: "exists" | "changed" };

/** A committed change with the state it replaced, which selectors of watchers are compared with. */
export type StoreEvent = { revision: Revision; previous: Revision | undefined };

export type Range = {
  kind: string;
  /** Absent: all namespaces. */
  namespace?: string | undefined;
  /** Only objects behind this one in the order of namespace and name, byte by byte. */
  after?: { namespace: string; name: string } | undefined;
  limit: number;
  /** The body is left empty: lists of large kinds show none. */
  metadataOnly?: boolean | undefined;
  /** State of the world at this resourceVersion; absent: the newest. */
  at?: number | undefined;
};

/**
 * A range as text. `head` stands before the metadata of each object, `tail` behind it; absent: its body and the brace that
 * ends the object do. `put` is given one object after the other, or several with commas between them, in pieces that it
 * copies before it returns: their memory is given back then. With bodies the range ends behind the object with which
 * `bytes` are reached.
 */
export type JoinedRange = Omit<Range, "metadataOnly"> & {
  head: string;
  tail: string | undefined;
  bytes: number;
  put: (...pieces: Uint8Array[]) => void;
};

/** What has been put: its metadata has the resourceVersion of each object. */
export type Joined = {
  count: number;
  last: { namespace: string; name: string } | undefined;
  resourceVersion: number;
  more: boolean;
};

export type HistoryRange = {
  kind: string;
  namespace?: string | undefined;
  after: number;
  upTo: number;
  limit: number;
  /** As in `Range`. */
  metadataOnly?: boolean | undefined;
};

export type Listed = { revisions: Revision[]; resourceVersion: number; more: boolean };

/** In bytes. `stored`: in the store. `read`: when it has been read; of one that takes much of the store at least that. */
export type BodySize = { stored: number; read: number };

/**
 * Where objects live. Changes are durable before `commit` resolves, get resourceVersions in commit order, and reach
 * subscribers in that order without a gap. `store-contract.ts` is the definition of what an adapter has to do.
 *
 * Errors: `ExpiredError` for a state older than the history window, or of a change that is lost; `StoreFullError` and
 * `StoreDiskError` when the disk takes nothing more, `StoreBusyError` when too many changes wait. Anything else is a broken store.
 */
export type Store = {
  /** Of the last change that subscribers have been told of. */
  readonly resourceVersion: number;
  get(key: Key): Promise<Revision | undefined>;
  /** Of the body of an object; 0 where there is no object. */
  bodySize(key: Key): Promise<BodySize>;
  list(range: Range): Promise<Listed>;
  /** What `list` would come to as a text; absent: putting it together is not quicker for being done here. */
  joined?: ((range: JoinedRange) => Promise<Joined>) | undefined;
  /** Changes of one turn of the event loop are one transaction: a crash leaves all of them or none. */
  commit(change: Change): Promise<Committed>;
  /** History: changes with `after < resourceVersion <= upTo`, oldest first, at most `limit`. */
  changes(range: HistoryRange): Promise<StoreEvent[]>;
  /** Calls back for each later change of the kind, in commit order. Returns how to stop that. */
  subscribe(kind: string, listener: (event: StoreEvent) => void): () => void;
  /** Number of objects of a kind, and the resourceVersion of the newest change. */
  count(kind: string): Promise<number>;
  newest(): Promise<number>;
  /** Ends it after all changes that wait; again: nothing. */
  close(): Promise<void>;
};

/** The wanted state or history is no longer kept. */
export class ExpiredError extends Error {
  override name = "ExpiredError";
  /** States from this resourceVersion on are kept. */
  readonly oldest: number;

  constructor(wanted: number, oldest: number) {
    super(`resourceVersion ${wanted} is older than ${oldest}`);
    this.oldest = oldest;
  }
}

/** The disk has no room. Reads go on; writes are tried again by whoever wants them. */
export class StoreFullError extends Error {
  override name = "StoreFullError";
}

/** The disk takes nothing for another reason. */
export class StoreDiskError extends Error {
  override name = "StoreDiskError";
}

/** More changes wait for the disk than may wait. */
export class StoreBusyError extends Error {
  override name = "StoreBusyError";
}
