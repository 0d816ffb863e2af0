import type { Value } from "../values/value.ts";
import { deepMember } from "./lookup.ts";

/** Shorter lists are scanned: making an index costs more than it saves. */
const shortestIndexed = 32;
/** A list is scanned this often before it is indexed, since most lists are looked at once. */
const scansBeforeIndex = 2;

type PositionsByValue = Map<Value, number[]>;
type Lookups = { scans: number; readonly byPath: Map<string, PositionsByValue> };

const nowhere: readonly number[] = [];

/**
 * Finds the members of lists that have a given value at a given path, so that a rule that looks for partners of each
 * object does not look at all objects each time. An index lives as long as an evaluation, while documents do not change.
 */
export class JoinIndex {
  private readonly lists = new WeakMap<readonly Value[], Lookups>();

  /**
   * Positions that can satisfy all of `member.path == key`, in order, or null where all members have to be looked at.
   * The conditions themselves are checked by the caller.
   */
  positions(
    list: readonly Value[],
    paths: readonly (readonly string[])[],
    keys: readonly Value[],
  ): readonly number[] | null {
    if (list.length < shortestIndexed) return null;
    const lookups = this.lookupsOf(list);
    lookups.scans += 1;
    if (lookups.scans <= scansBeforeIndex) return null;
    let fewest: readonly number[] | null = null;
    for (const [i, path] of paths.entries()) {
      const key = keys[i];
      // Only scalars are their own keys in a Map.
      if (key === undefined || (typeof key === "object" && key !== null)) continue;
      const found = this.index(list, lookups, path).get(key) ?? nowhere;
      if (fewest === null || found.length < fewest.length) fewest = found;
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

  private index(list: readonly Value[], { byPath }: Lookups, path: readonly string[]): PositionsByValue {
    const name = JSON.stringify(path);
    const known = byPath.get(name);
    if (known !== undefined) return known;
    const created: PositionsByValue = new Map();
    for (const [i, item] of list.entries()) {
      const value = deepMember(item, path);
      if (value === undefined) continue;
      const positions = created.get(value);
      if (positions === undefined) created.set(value, [i]);
      else positions.push(i);
    }
    byPath.set(name, created);
    return created;
  }
}
