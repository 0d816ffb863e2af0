import type { Exception } from "../exceptions/exception.ts";
import type { ScannedResource } from "../identity/scanned-resource.ts";
import type { ByRule } from "./by-rule.ts";
import type { PathList } from "./path-lists.ts";

/** What a rule says of a resource. A higher one beats a lower one; `unseen`: the rule was not asked about it. */
export const ruleStatus = { unseen: 0, passed: 1, skipped: 2, failed: 3 } as const;

/** Every rule's verdict on one resource. Rules are numbered as in `Selected.rules`. */
export type ResourceVerdicts = {
  readonly resource: ScannedResource;
  /** A `ruleStatus` for each rule. */
  readonly statuses: Uint8Array;
  /** Of failing rules only. */
  readonly paths: ByRule<PathList>;
  /** IDs of resources that play a part in a failure. */
  readonly relatedIds: ByRule<readonly string[]>;
  /** The exceptions about the resource; `undefined` until a rule was given the object itself. */
  readonly exceptions: readonly Exception[] | undefined;
};
