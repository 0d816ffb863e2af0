import type { Cluster } from "@sortie/kube";
import type { JudgedControl, OwnerOf, Result } from "@sortie/posture";
import { streamStore } from "./result-stream.ts";
import { storable } from "./storable.ts";
import { readStored } from "./stored-results.ts";
import { type Written, writeResults } from "./write-results.ts";

/** Where the results of a scan go. */
export type ResultStore = {
  /** Keeps the results that `make` gives, told which resources are known under which name (`results`, `ownerOf`). */
  keep(make: (ownerOf: OwnerOf) => Iterable<Result>, controls: JudgedControl[]): Promise<Written>;
};

/** Where a scan was told to put its results. */
type Place = { storage: Cluster } | { storage: undefined; resultsFd: number };
type Selection = Parameters<typeof readStored>[0];
type Deps = Omit<Parameters<typeof readStored>[1] & Parameters<typeof writeResults>[2], "storage">;

/** @param selection the stored results that the scan can replace. */
export function resultStore(place: Place, selection: Selection, deps: Deps): ResultStore {
  if (place.storage === undefined) return streamStore(place.resultsFd, deps.signal);
  return storageStore(selection, { ...deps, storage: place.storage });
}

function storageStore(selection: Selection, deps: Deps & { storage: Cluster }): ResultStore {
  return {
    async keep(make, controls) {
      const stored = await readStored(selection, deps);
      return writeResults(storable(make(stored.ownerOf), controls), stored, deps);
    },
  };
}
