import { openReader } from "../store/sqlite/reader.ts";
import type { StoreEvent } from "../store/store.ts";
import { numberOf } from "./stored-number.ts";

/** An acknowledged change: name, resourceVersion, type, and the number that was written. */
export type Acknowledged = [name: string, resourceVersion: number, type: string, number: number];

/** What has been seen of the database: the last change that was looked at, and the objects there were then. */
export type SeenState = { newest: number; objects: ReadonlyMap<string, number> };

const page = 500;

/**
 * Compares the database with what was acknowledged since it was last looked at, its history with its objects, and every
 * object with itself. Returns what it holds.
 *
 * @throws for anything that is not as it has to be.
 */
export function verifyDatabase(file: string, seen: SeenState, acknowledged: readonly Acknowledged[]): SeenState {
  const reader = openReader(file);
  try {
    const { newest } = reader.position();
    const events = historyOf(reader, seen.newest, newest);
    checkNumbers(events, seen.newest, newest);
    checkAcknowledged(events, acknowledged);
    const objects = replayed(seen.objects, events);
    const { revisions } = reader.list({ kind: "things", limit: 10_000 });
    const listed = revisions.map((revision) => [revision.key.name, numberOf(revision)]);
    if (JSON.stringify(listed) !== JSON.stringify([...objects].toSorted(byName))) {
      throw new Error(`history ends in ${JSON.stringify([...objects])}, but there is ${JSON.stringify(listed)}`);
    }
    return { newest, objects };
  } finally {
    reader.close();
  }
}

function historyOf(reader: ReturnType<typeof openReader>, from: number, upTo: number): StoreEvent[] {
  const events: StoreEvent[] = [];
  for (let after = from; after < upTo; ) {
    const next = reader.changes({ kind: "things", after, upTo, limit: page });
    if (next.length === 0) throw new Error(`history ends at ${after}, before ${upTo}`);
    events.push(...next);
    after = next.at(-1)?.revision.resourceVersion ?? upTo;
  }
  return events;
}

/** Every change has the number after the one before it, but the first: whoever starts leaves some out. */
function checkNumbers(events: readonly StoreEvent[], from: number, newest: number): void {
  const first = events[0]?.revision.resourceVersion ?? from + 1;
  const isInOrder = events.every(({ revision }, index) => revision.resourceVersion === first + index);
  if (first <= from || !isInOrder || (events.at(-1)?.revision.resourceVersion ?? from) !== newest)
    throw new Error(`history has a gap between ${from} and ${newest}`);
}

function checkAcknowledged(events: readonly StoreEvent[], acknowledged: readonly Acknowledged[]): void {
  const byVersion = new Map(events.map(({ revision }) => [revision.resourceVersion, revision]));
  for (const [name, resourceVersion, type, number] of acknowledged) {
    const found = byVersion.get(resourceVersion);
    const isThere =
      found?.key.name === name && found.type === type && (type === "deleted" || numberOf(found) === number);
    if (!isThere) throw new Error(`acknowledged and lost: ${name} at ${resourceVersion}`);
  }
}

/** The objects after the changes, each of which has to follow from the one before. */
function replayed(before: ReadonlyMap<string, number>, events: readonly StoreEvent[]): Map<string, number> {
  const objects = new Map(before);
  for (const { revision, previous } of events) {
    const { name } = revision.key;
    const was = previous?.type === "deleted" ? undefined : previous;
    if ((was && numberOf(was)) !== objects.get(name)) throw new Error(`${name} does not follow from its last state`);
    if (revision.type === "deleted") objects.delete(name);
    else objects.set(name, numberOf(revision));
  }
  return objects;
}

function byName([a]: [string, number], [b]: [string, number]): number {
  return a < b ? -1 : 1;
}
