import type { Exception } from "../exceptions/exception.ts";
import type { ExceptionsOf } from "../exceptions/exceptions-for.ts";
import { type ScannedResource, scannedResource } from "../identity/scanned-resource.ts";
import { type ByRule, FewByRule } from "./by-rule.ts";
import { emptyPathList, type PathList } from "./path-lists.ts";

/** What a rule says of a resource. A higher one beats a lower one; `unseen`: the rule was not asked about it. */
export const ruleStatus = { unseen: 0, passed: 1, skipped: 2, failed: 3 } as const;

/** Every rule's verdict on one resource. Rules are numbered as in `Selected.rules`. */
export type ResourceVerdicts = {
  resource: ScannedResource;
  /** A `ruleStatus` for each rule. */
  statuses: Uint8Array;
  /** Of failing rules only. */
  paths: ByRule<PathList>;
  /** IDs of resources that play a part in a failure. */
  relatedIds: ByRule<string[]>;
  /** The exceptions about the resource; `undefined` until a rule was given the object itself. */
  exceptions: readonly Exception[] | undefined;
};

/** All verdicts of a scan, one byte a rule and resource plus the paths of failures. */
export type VerdictTable = {
  /** The entry that an object belongs to, made where there is none. `undefined`: the object has no identity. */
  of(object: unknown): ResourceVerdicts | undefined;
  /** The same of each object of a list, which many rules are given and nobody changes. */
  ofAll(objects: readonly unknown[]): readonly (ResourceVerdicts | undefined)[];
  all(): Iterable<ResourceVerdicts>;
  /** Enters which exceptions are about an object that a rule was given. Answers hold parts of objects: those do not do. */
  noteExceptions(entry: ResourceVerdicts, object: object): void;
  /** What the lists of paths of all entries grow from. */
  readonly noPaths: PathList;
  readonly size: number;
};

/** Which exceptions there are is known from the start, because objects are not kept. */
export function createVerdictTable(rules: number, exceptionsOf: ExceptionsOf = () => []): VerdictTable {
  const byId = new Map<string, ResourceVerdicts>();
  const nextStatuses = statusRows(rules);
  // Rules answer with the very objects they were given; this spares building the ID again for each answer.
  const byObject = new WeakMap<object, ResourceVerdicts>();
  const byList = new WeakMap<readonly unknown[], (ResourceVerdicts | undefined)[]>();
  const of = (object: unknown): ResourceVerdicts | undefined => {
    if (typeof object !== "object" || object === null) return undefined;
    const known = byObject.get(object);
    if (known) return known;
    const resource = scannedResource(object);
    if (!resource) return undefined;
    const entry = byId.get(resource.id) ?? {
      resource,
      statuses: nextStatuses(),
      paths: new FewByRule<PathList>(),
      relatedIds: new FewByRule<string[]>(),
      exceptions: undefined,
    };
    byId.set(resource.id, entry);
    byObject.set(object, entry);
    return entry;
  };
  return {
    of,
    ofAll(objects) {
      const known = byList.get(objects);
      if (known !== undefined) return known;
      const entries = objects.map(of);
      byList.set(objects, entries);
      return entries;
    },
    noteExceptions(entry, object) {
      entry.exceptions ??= exceptionsOf(object, entry.resource);
    },
    all: () => byId.values(),
    noPaths: emptyPathList(),
    get size() {
      return byId.size;
    },
  };
}

/** An allocation of its own for each resource would take more memory than the statuses in it. */
const rowsAtOnce = 256;

function statusRows(rules: number): () => Uint8Array {
  let block = new Uint8Array(0);
  let used = 0;
  return () => {
    if (used + rules > block.length) [block, used] = [new Uint8Array(rules * rowsAtOnce), 0];
    used += rules;
    return block.subarray(used - rules, used);
  };
}

/** Raises the verdict of one rule on a resource; a verdict never gets better. */
export function raise(entry: ResourceVerdicts, rule: number, status: number): void {
  if ((entry.statuses[rule] ?? 0) < status) entry.statuses[rule] = status;
}
