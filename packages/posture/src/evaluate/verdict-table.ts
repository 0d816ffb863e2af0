import type { ExceptionsOf } from "../exceptions/exceptions-for.ts";
import { scannedResource } from "../identity/scanned-resource.ts";
import { emptyPathList, type PathList } from "./path-lists.ts";
import type { ResourceVerdicts } from "./resource-verdicts.ts";
import { StatusRows } from "./status-rows.ts";
import { TableEntry } from "./table-entry.ts";

/** All verdicts of a scan, one byte a rule and resource plus the paths of failures. */
export type VerdictTable = {
  /** The entry that an object belongs to, made where there is none. `undefined`: the object has no identity. */
  of(object: unknown): TableEntry | undefined;
  /** The same of each object of a list, which many rules are given and nobody changes. */
  ofAll(objects: readonly unknown[]): readonly (TableEntry | undefined)[];
  all(): Iterable<ResourceVerdicts>;
  /** Enters which exceptions are about an object that a rule was given. Answers hold parts of objects: those do not do. */
  noteExceptions(entry: TableEntry, object: object): void;
  /** The ID of an object that plays a part in a failure. `undefined`: it has no identity. */
  idOf(object: unknown): string | undefined;
  /** What the lists of paths of all entries grow from. */
  readonly noPaths: PathList;
  readonly size: number;
};

/** Which exceptions there are is known from the start, because objects are not kept. */
export function createVerdictTable(rules: number, exceptionsOf: ExceptionsOf = () => []): VerdictTable {
  const byId = new Map<string, TableEntry>();
  const rows = new StatusRows(rules);
  // Rules answer with the very objects they were given; this spares building the ID again for each answer.
  const byObject = new WeakMap<object, TableEntry>();
  const byList = new WeakMap<readonly unknown[], (TableEntry | undefined)[]>();
  const idOf = remembered((object) => scannedResource(object)?.id);
  const of = (object: unknown): TableEntry | undefined => {
    if (typeof object !== "object" || object === null) return undefined;
    const known = byObject.get(object);
    if (known) return known;
    const resource = scannedResource(object);
    if (!resource) return undefined;
    const entry = byId.get(resource.id) ?? new TableEntry(resource, rows);
    byId.set(resource.id, entry);
    byObject.set(object, entry);
    return entry;
  };
  return {
    of,
    idOf,
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

/** Many rules name the same few objects: what is made of one is made once. */
function remembered<T>(make: (object: unknown) => T): (object: unknown) => T {
  const known = new WeakMap<object, T>();
  return (object) => {
    if (typeof object !== "object" || object === null) return make(object);
    const found = known.get(object);
    if (found !== undefined) return found;
    const made = make(object);
    known.set(object, made);
    return made;
  };
}
