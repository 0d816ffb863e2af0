import type { NamespaceState } from "../api/call.ts";
import type { Answer } from "../serve/answer.ts";
import type { Change } from "../store/store.ts";

/** What the thread for large requests is started with. */
export type LargeOptions = {
  /** The database, which it reads by itself. */
  large: string;
  mode: "cluster" | "embedded";
};

/** A request whose method and path have been looked at. */
export type LargeRequest = {
  method: string;
  /** Path and query. */
  uri: string;
  headers: [name: string, value: string][];
  body: ArrayBuffer | undefined;
};

export type LargeAnswer = Pick<Answer, "code" | "headers"> & { body: ArrayBuffer };

/** How a change ended, as `Committed` without what the thread knows itself. */
export type Stored = { ok: true; resourceVersion: number } | { ok: false; reason: "exists" | "changed" };

/** What the main thread does for it: only there changes are put in order. */
export type Errand = { do: "commit"; change: Change } | { do: "namespaceState"; name: string };
export type ErrandResult =
  | { ok: true; result: Stored | NamespaceState }
  | { ok: false; error: "StoreFullError" | "StoreDiskError" | "StoreBusyError" | "Error"; message: string };

export type ToLargeThread = { event: "request"; request: LargeRequest } | { event: "done"; result: ErrandResult };

/** One errand at a time, as there is one request at a time. */
export type FromLargeThread = { event: "answered"; answer: LargeAnswer } | { event: "errand"; errand: Errand };
