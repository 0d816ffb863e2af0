import type { KubeObject } from "@sortie/kube";
import type { Rule } from "../library/library.ts";
import type { ObjectType } from "./object-type.ts";

/** Objects of one type, at most 500 of them. */
export type Batch = { type: ObjectType; objects: KubeObject[] };

/** A type that rules want and that could not be read in full. `reason` is for a person. */
export type Unavailable = { type: ObjectType; reason: string };

/** How many objects of each kind were read, by `typeKey`, and what could not be. */
export type Collected = { kinds: Record<string, number>; unavailable: Unavailable[] };

/** Where the scanned objects come from. Each object is handed over once, and nothing of it is kept. */
export type ObjectSource = {
  /** What the frameworks' and controls' scanning scopes are compared with. */
  scope: "cluster" | "file";
  collect(rules: Rule[], onBatch: (batch: Batch) => void): Promise<Collected>;
};

export const batchSize = 500;
