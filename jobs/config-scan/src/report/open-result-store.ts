import type { Cluster } from "@sortie/kube";
import type { ResultStore } from "./result-store.ts";
import { streamStore } from "./result-stream.ts";
import { storable } from "./storable.ts";
import { readStored } from "./stored-results.ts";
import { writeResults } from "./write-results.ts";

/** Where a scan was told to put its results. */
type Place = { storage: Cluster; isBesideObjects: boolean } | { storage: undefined; resultsFd: number };
type Selection = Parameters<typeof readStored>[0];
type Deps = Omit<Parameters<typeof readStored>[1] & Parameters<typeof writeResults>[2], "storage">;

/** @param selection the stored results that the scan can replace. */
export function openResultStore(place: Place, selection: Selection, deps: Deps): ResultStore {
  if (place.storage === undefined) return streamStore(place.resultsFd, deps.signal);
  return storageStore(selection, { ...deps, ...place });
}

function storageStore(selection: Selection, deps: Deps & { storage: Cluster; isBesideObjects: boolean }): ResultStore {
  return {
    async keep(make, controls) {
      const stored = await readStored(selection, deps);
      return writeResults(storable(make(stored.ownerOf), controls, deps.isBesideObjects), stored, deps);
    },
  };
}
