import type { JudgedControl, OwnerOf, Result } from "@sortie/posture";
import type { Written } from "./write-results.ts";

/** Where the results of a scan go. */
export type ResultStore = {
  /** Keeps the results that `make` gives, told which resources are known under which name (`results`, `ownerOf`). */
  keep(make: (ownerOf: OwnerOf) => Iterable<Result>, controls: JudgedControl[]): Promise<Written>;
};
