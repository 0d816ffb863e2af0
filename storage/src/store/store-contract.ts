import type { Contract } from "./contract/contract.ts";
import { historyIsBounded } from "./contract/history.ts";
import { listsAreJoined } from "./contract/joined.ts";
import { worldIsListed } from "./contract/listed.ts";
import { changesAreNumbered } from "./contract/numbered.ts";
import { changesAreTold } from "./contract/told.ts";

/** What every adapter of `Store` has to do, whatever it keeps objects in. */
export const storeContract: Contract = {
  ...changesAreNumbered,
  ...changesAreTold,
  ...worldIsListed,
  ...listsAreJoined,
  ...historyIsBounded,
};
