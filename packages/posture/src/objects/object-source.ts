import type { KubeObject, Selection } from "@sortie/kube";
import type { Rule } from "../library/library.ts";
import type { Scope } from "../select/scope.ts";
import type { ObjectType } from "./object-type.ts";

/** Objects of one type, at most 500 of them. */
export type Batch = { type: ObjectType; objects: KubeObject[] };

/** A type that rules want and that could not be read in full. `reason` is for a person. */
export type Unavailable = { type: ObjectType; reason: string };

/** How many objects of each kind were read, by `typeKey`, and what could not be. */
export type Collected = { kinds: Record<string, number>; unavailable: Unavailable[] };

/** What of a cluster or a file a scan reads. */
export type Wanted = {
  /** The list calls that read what is wanted of a type, so that the server leaves out the rest. None: nothing is. */
  selectionsOf(type: ObjectType & { namespaced: boolean }): Selection[];
  includes(object: KubeObject): boolean;
};

/** Where the scanned objects come from. Each object is handed over once, and nothing of it is kept. */
export type ObjectSource = {
  /** What the frameworks' and controls' scanning scopes are compared with. */
  scope: Scope;
  /**
   * Names of the namespaces that there are, to hold those of a request against; `undefined` where they may not be known.
   * Absent for a file, whose author knows what is in it.
   */
  namespaces?(): Promise<ReadonlySet<string> | undefined>;
  /** Reads what is wanted of the types that rules are about. */
  collect(rules: Rule[], wanted: Wanted, onBatch: (batch: Batch) => void): Promise<Collected>;
};

export const batchSize = 500;
