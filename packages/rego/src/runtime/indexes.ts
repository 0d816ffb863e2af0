import type { Value } from "../values/value.ts";
import { deepMember } from "./lookup.ts";

/** Shorter lists are scanned: making an index costs more than it saves. */
const shortestIndexed = 32;
/** A list is scanned this often before it is indexed, since most lists are looked at once. */
const scansBeforeIndex = 2;

/** A path that members are looked up by; made once for each place in generated code. */
export type JoinPath = { readonly path: readonly string[]; readonly name: string };
/** One value that a member has at its path, or several one of which it has. */
type Key = Value | ReadonlySet<Value>;

type PathIndex = { readonly byValue: Map<Value, number[]>; readonly bySet: Map<ReadonlySet<Value>, readonly number[]> };
type Lookups = { scans: number; readonly byPath: Map<string, PathIndex> };

const nowhere: readonly number[] = [];

export function joinPath(path: readonly string[]): JoinPath {
  return { path, name: JSON.stringify(path) };
}

/**
 * Finds the members of lists that have a given value at a given path, so that a rule looks at objects of its kinds, and at
 * partners of each object, instead of at all objects each time. An evaluation makes its own unless it is given one: then
 * the documents of all evaluations that share it must not change.
 */
export class Indexes {
  private readonly lists = new WeakMap<readonly Value[], Lookups>();

  /**
   * Positions that can satisfy all of `member.path == key`, in order, or null where all members have to be looked at.
   * The conditions themselves are checked by the caller.
   */
  positions(list: readonly Value[], paths: readonly JoinPath[], keys: readonly Key[]): readonly number[] | null {
    if (list.length < shortestIndexed) return null;
    const lookups = this.lookupsOf(list);
    lookups.scans += 1;
    if (lookups.scans <= scansBeforeIndex) return null;
    let fewest: readonly number[] | null = null;
    for (let i = 0; i < paths.length; i++) {
      const found = positionsOf(this.index(list, lookups, paths[i] as JoinPath), keys[i]);
      if (found !== null && (fewest === null || found.length < fewest.length)) fewest = found;
    }
    return fewest;
  }

  private lookupsOf(list: readonly Value[]): Lookups {
    const known = this.lists.get(list);
    if (known !== undefined) return known;
    const created: Lookups = { scans: 0, byPath: new Map() };
    this.lists.set(list, created);
    return created;
  }

  private index(list: readonly Value[], { byPath }: Lookups, { path, name }: JoinPath): PathIndex {
    const known = byPath.get(name);
    if (known !== undefined) return known;
    const byValue = new Map<Value, number[]>();
    for (let i = 0; i < list.length; i++) {
      const value = deepMember(list[i], path);
      if (value === undefined) continue;
      const positions = byValue.get(value);
      if (positions === undefined) byValue.set(value, [i]);
      else positions.push(i);
    }
    const created = { byValue, bySet: new Map() };
    byPath.set(name, created);
    return created;
  }
}

/** Null where the key says nothing: only scalars are their own keys in a Map. */
function positionsOf({ byValue, bySet }: PathIndex, key: Key | undefined): readonly number[] | null {
  if (key instanceof Set) {
    const known = bySet.get(key);
    if (known !== undefined) return known;
    const all = [...(key as ReadonlySet<Value>)].flatMap((one) => byValue.get(one) ?? nowhere);
    const sorted = all.toSorted((a, b) => a - b);
    bySet.set(key, sorted);
    return sorted;
  }
  if (key === undefined || (typeof key === "object" && key !== null)) return null;
  return byValue.get(key) ?? nowhere;
}
