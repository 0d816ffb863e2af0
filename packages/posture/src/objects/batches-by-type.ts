import type { KubeObject } from "@sortie/kube";
import type { Rule } from "../library/library.ts";
import { type Batch, batchSize } from "./object-source.ts";
import { isMatched, typeKey, typeOfObject } from "./object-type.ts";
import { withDefaults } from "./with-defaults.ts";
import { withoutHistory } from "./without-history.ts";
import { withoutNulls } from "./without-nulls.ts";

/** An object that says what it is, as every object of a file has to. */
export type NamedObject = KubeObject & { apiVersion: string; kind: string };

/** Objects on their way into batches. `kinds` is what has been handed over, as in `Collected`. */
export type Batches = { add(object: NamedObject): void; flush(): void; kinds: Record<string, number> };

/**
 * Collects objects that come in any order into batches of one type, without what they say of their past and as an API
 * server would keep them. Holds at most one batch of each type, and nothing of types that no rule is about.
 */
export function batchesByType(rules: readonly Rule[], onBatch: (batch: Batch) => void): Batches {
  const open = new Map<string, Batch & { isUsed: boolean }>();
  const kinds: Record<string, number> = {};
  const add = (object: NamedObject) => {
    const key = `${object.apiVersion}/${object.kind}`;
    let batch = open.get(key);
    if (!batch) {
      const type = typeOfObject(object.apiVersion, object.kind);
      batch = { type, objects: [], isUsed: rules.some((rule) => isMatched(rule.match, type)) };
      open.set(key, batch);
    }
    if (!batch.isUsed) return;
    batch.objects.push(withDefaults(withoutNulls(withoutHistory(object))));
    if (batch.objects.length === batchSize) hand(batch);
  };
  const hand = (batch: Batch) => {
    const key = typeKey(batch.type);
    kinds[key] = (kinds[key] ?? 0) + batch.objects.length;
    onBatch({ type: batch.type, objects: batch.objects });
    batch.objects = [];
  };
  const flush = () => {
    for (const batch of open.values()) if (batch.objects.length > 0) hand(batch);
  };
  return { add, flush, kinds };
}
